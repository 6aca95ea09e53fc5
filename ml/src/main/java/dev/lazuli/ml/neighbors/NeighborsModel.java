package dev.lazuli.ml.neighbors;

import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.design.Design;
import dev.lazuli.ml.design.NumberStore;
import dev.lazuli.ml.design.Scratch;
import dev.lazuli.ml.score.RowModel;
import java.util.Arrays;

/// Predicts by the nearest training rows: the mean of their numbers, or the shares of their
/// classes.
///
/// Distances are Euclidean between standardised vectors, see [Design]. Immutable.
public final class NeighborsModel implements RowModel {
  private final Design design;
  private final NeighborsSettings settings;
  private final double[] vectors;
  private final double[] targets;
  private final double[] weights;
  private final PointTree tree;
  private final int wanted;
  private final Scratch queries;
  private final Scratch results;

  /// @param vectors `n x columns` of the design
  /// @param targets `n`
  /// @param weights `n`
  NeighborsModel(
      Design design,
      NeighborsSettings settings,
      double[] vectors,
      double[] targets,
      double[] weights) {
    this.design = design;
    this.settings = settings;
    this.vectors = vectors;
    this.targets = targets;
    this.weights = weights;
    tree = new PointTree(vectors, design.columns(), targets.length);
    wanted = Math.min(settings.neighbors(), targets.length);
    queries = new Scratch(design.columns());
    results = new Scratch(tree.scratchSize(wanted));
  }

  @Override
  public int features() {
    return design.features();
  }

  /// The settings it was fitted with.
  public NeighborsSettings settings() {
    return settings;
  }

  /// The vectors of rows.
  public Design design() {
    return design;
  }

  /// Training vectors, `n x columns` of the design; not a copy: only to read.
  public double[] vectors() {
    return vectors;
  }

  /// Training targets; not a copy: only to read.
  public double[] targets() {
    return targets;
  }

  /// Training weights; not a copy: only to read.
  public double[] weights() {
    return weights;
  }

  /// What turns scores into predictions.
  public Link link() {
    return settings.classes() == 0 ? Link.IDENTITY : Link.SHARES;
  }

  /// A number, or the share of each class.
  @Override
  public int outputs() {
    return Math.max(1, settings.classes());
  }

  @Override
  public void score(double[] row, double[] out) {
    double[] query = queries.take();
    double[] found = results.take();
    design.write(row, query);
    tree.nearest(query, wanted, found);
    vote(found, out);
    results.give(found);
    queries.give(query);
  }

  private void vote(double[] found, double[] out) {
    Arrays.fill(out, 0, outputs(), 0);
    boolean exact = settings.voting() == Voting.DISTANCE && found[0] == 0;
    double sum = 0;
    for (int i = 0; i < wanted; i++) {
      int point = (int) found[wanted + i];
      double weight =
          switch (settings.voting()) {
            case UNIFORM -> weights[point];
            case DISTANCE -> weights[point] * closeness(found[i], exact);
          };
      sum += weight;
      if (settings.classes() == 0) {
        out[0] += weight * targets[point];
      } else {
        out[(int) targets[point]] += weight;
      }
    }
    for (int j = 0; j < outputs(); j++) {
      out[j] = sum > 0 ? out[j] / sum : 0;
    }
  }

  private static double closeness(double squared, boolean exact) {
    if (exact) {
      return squared == 0 ? 1 : 0;
    }
    return 1 / Math.sqrt(squared);
  }

  /// Keeps this under names that begin with `prefix`.
  public void store(NumberStore store, String prefix) {
    design.store(store, prefix + "design_");
    store.put(
        prefix + "settings",
        new int[] {
          settings.classes(), settings.neighbors(), settings.voting() == Voting.DISTANCE ? 1 : 0
        });
    store.put(prefix + "vector", vectors);
    store.put(prefix + "target", targets);
    store.put(prefix + "weight", weights);
  }

  /// Reads what [#store] kept.
  public static NeighborsModel read(NumberStore store, String prefix) {
    int[] settings = store.ints(prefix + "settings");
    return new NeighborsModel(
        Design.read(store, prefix + "design_"),
        new NeighborsSettings(
            settings[0], settings[1], settings[2] == 1 ? Voting.DISTANCE : Voting.UNIFORM),
        store.doubles(prefix + "vector"),
        store.doubles(prefix + "target"),
        store.doubles(prefix + "weight"));
  }
}
