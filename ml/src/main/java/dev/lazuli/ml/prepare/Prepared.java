package dev.lazuli.ml.prepare;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.model.ColumnEncoding;
import dev.lazuli.ml.model.FeatureSpec;
import dev.lazuli.ml.model.RowEncoder;
import dev.lazuli.ml.model.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What feature preparation gives: the encoder of new rows, the training rows' features, and notes.
///
/// @param table features of the training rows
/// @param notes columns left out or used in a special way, and why
public record Prepared(RowEncoder encoder, FeatureTable table, List<String> notes) {
  /// Copies `notes`.
  public Prepared {
    notes = List.copyOf(notes);
  }

  /// The same without the encodings that a rule refuses, and without the columns that only they
  /// read.
  ///
  /// @param refusal why an encoding cannot be used, as a sentence; empty when it can
  /// @throws InvalidInput when nothing is left
  public Prepared without(Function<ColumnEncoding, Optional<String>> refusal) {
    List<String> told = new ArrayList<>(notes);
    List<ColumnEncoding> kept = new ArrayList<>();
    List<Feature> features = new ArrayList<>();
    int from = 0;
    for (ColumnEncoding encoding : encoder.encodings()) {
      int to = from + encoding.features().size();
      Optional<String> reason = refusal.apply(encoding);
      if (reason.isEmpty()) {
        kept.add(encoding);
        features.addAll(table.features().subList(from, to));
      }
      reason
          .map(words -> words + "; it is left out")
          .filter(note -> !told.contains(note))
          .ifPresent(told::add);
      from = to;
    }
    if (kept.size() == encoder.encodings().size()) {
      return this;
    }
    if (kept.isEmpty()) {
      throw nothing(told);
    }
    int[] used =
        kept.stream()
            .flatMapToInt(encoding -> Arrays.stream(encoding.columns()))
            .distinct()
            .sorted()
            .toArray();
    List<Signature.Input> inputs =
        Arrays.stream(used).mapToObj(encoder.signature().inputs()::get).toList();
    RowEncoder left =
        new RowEncoder(
            new Signature(inputs),
            kept.stream()
                .map(encoding -> encoding.moved(place -> Arrays.binarySearch(used, place)))
                .toList());
    return new Prepared(left, FeatureTable.of(features), told);
  }

  /// Feature columns for learners.
  ///
  /// @param values `features x rows`; a category's codes as numbers, NaN for missing
  public static FeatureTable table(List<FeatureSpec> specs, double[][] values) {
    List<Feature> features = new ArrayList<>();
    for (int f = 0; f < specs.size(); f++) {
      FeatureSpec spec = specs.get(f);
      if (spec.isCategorical()) {
        int[] codes = new int[values[f].length];
        for (int row = 0; row < codes.length; row++) {
          codes[row] = Double.isNaN(values[f][row]) ? -1 : (int) values[f][row];
        }
        features.add(new Feature.Categorical(spec.name(), codes, spec.cardinality()));
      } else {
        features.add(new Feature.Numeric(spec.name(), values[f]));
      }
    }
    return FeatureTable.of(features);
  }

  /// That no column is left, and why.
  static InvalidInput nothing(List<String> reasons) {
    return new InvalidInput(
        "training_data", "no column can be learned from: " + String.join("; ", reasons));
  }
}
