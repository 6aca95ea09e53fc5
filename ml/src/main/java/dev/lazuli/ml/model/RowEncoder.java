package dev.lazuli.ml.model;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Turns raw rows into feature rows: numbers as they are, category codes, NaN for missing.
public final class RowEncoder {
  private static final int NAMES_MAX = 8;

  private final Signature signature;
  private final List<ColumnEncoding> encodings;
  private final List<FeatureSpec> features;
  private final int[] firsts;

  /// An encoder for rows of `signature`.
  public RowEncoder(Signature signature, List<ColumnEncoding> encodings) {
    this.signature = signature;
    this.encodings = List.copyOf(encodings);
    this.firsts = new int[encodings.size()];
    List<FeatureSpec> all = new ArrayList<>();
    for (int i = 0; i < firsts.length; i++) {
      for (int column : encodings.get(i).columns()) {
        Objects.checkIndex(column, signature.size());
      }
      firsts[i] = all.size();
      all.addAll(encodings.get(i).features());
    }
    this.features = List.copyOf(all);
  }

  /// The columns that it takes.
  public Signature signature() {
    return signature;
  }

  /// How each column becomes features, in order.
  public List<ColumnEncoding> encodings() {
    return encodings;
  }

  /// The features, in the order of a feature row.
  public List<FeatureSpec> features() {
    return features;
  }

  /// Number of features.
  public int width() {
    return features.size();
  }

  /// Fills a feature row; allocates nothing unless a column is free text or a value given as text.
  ///
  /// @param raw changed to what its columns hold
  /// @param row at least [#width] long
  /// @throws InvalidInput when a value does not fit its column
  public void encode(RawRow raw, double[] row) {
    signature.admit(raw);
    for (int i = 0; i < firsts.length; i++) {
      encodings.get(i).encode(raw, row, firsts[i]);
    }
  }

  /// The feature values of all rows, `width x rows`.
  ///
  /// @throws InvalidInput when a required column is not there, or none at all, or a value does not
  ///   fit its column
  public double[][] encode(Frame frame) {
    return encode(frame, StopSignal.never());
  }

  /// The same, until told to stop.
  ///
  /// @throws InvalidInput when a required column is not there or a value does not fit its column
  /// @throws StopSignal.Stopped when told to stop
  public double[][] encode(Frame frame, StopSignal stop) {
    requireColumns(frame);
    double[][] values = new double[width()][frame.rowCount()];
    RawRow raw = signature.row();
    for (int i = 0; i < firsts.length; i++) {
      ColumnEncoding encoding = encodings.get(i);
      double[][] out =
          Arrays.copyOfRange(values, firsts[i], firsts[i] + encoding.features().size());
      List<Optional<Column>> columns =
          Arrays.stream(encoding.columns())
              .mapToObj(place -> frame.find(signature.inputs().get(place).name()))
              .toList();
      Rows rows = new Rows(raw, stop);
      if (columns.size() > 1) {
        encodeTogether(encoding, columns, rows, out);
      } else {
        switch (columns.getFirst().orElse(null)) {
          case TextColumn text -> encodeTexts(encoding, text, rows, out);
          case NumberColumn number -> encodeNumbers(encoding, number, rows, out);
          case null -> {
            for (double[] feature : out) {
              Arrays.fill(feature, Double.NaN);
            }
          }
        }
      }
      raw.clear();
    }
    return values;
  }

  /// One row after the other, until told to stop.
  private record Rows(RawRow raw, StopSignal stop) {}

  /// A table without any of the columns is another table, even where each may be left out.
  private void requireColumns(Frame frame) {
    boolean any = false;
    for (Signature.Input input : signature.inputs()) {
      if (input.required()) {
        frame.require(input.name());
      }
      any |= frame.find(input.name()).isPresent();
      if (frame.find(input.name()).orElse(null) instanceof NumberColumn number) {
        signature.checkDates(input, number);
      }
    }
    if (!any && signature.size() > 0) {
      throw new InvalidInput(
          "columns",
          "the table has none of the columns that the model takes; it takes %s, the table has %s"
              .formatted(
                  some(signature.inputs().stream().map(Signature.Input::name).toList()),
                  some(frame.names())));
    }
  }

  private static String some(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(NAMES_MAX, names.size())))
        + (names.size() > NAMES_MAX ? " and %d more".formatted(names.size() - NAMES_MAX) : "");
  }

  /// Encodes each entry of the dictionary once.
  private void encodeTexts(ColumnEncoding encoding, TextColumn column, Rows rows, double[][] out) {
    RawRow raw = rows.raw();
    List<String> dictionary = column.dictionary();
    int missing = dictionary.size();
    double[][] entries = new double[missing + 1][out.length];
    boolean[] used = new boolean[missing + 1];
    for (int row = 0; row < column.size(); row++) {
      rows.stop().checkAt(row);
      int code = column.code(row) < 0 ? missing : column.code(row);
      if (!used[code]) {
        used[code] = true;
        if (code == missing) {
          raw.setMissing(encoding.column());
        } else {
          raw.setText(encoding.column(), dictionary.get(code));
        }
        signature.admit(raw, encoding.column(), row);
        encoding.encode(raw, entries[code], 0);
      }
      for (int i = 0; i < out.length; i++) {
        out[i][row] = entries[code][i];
      }
    }
  }

  private void encodeNumbers(
      ColumnEncoding encoding, NumberColumn column, Rows rows, double[][] out) {
    RawRow raw = rows.raw();
    double[] features = new double[out.length];
    int place = encoding.column();
    boolean fits = Signature.holdsAll(signature.inputs().get(place), column);
    for (int row = 0; row < column.size(); row++) {
      rows.stop().checkAt(row);
      raw.set(place, column, row);
      if (!fits) {
        signature.admit(raw, place, row);
      }
      encoding.encode(raw, features, 0);
      for (int i = 0; i < out.length; i++) {
        out[i][row] = features[i];
      }
    }
  }

  /// Encodes what is read of several columns, row by row.
  private void encodeTogether(
      ColumnEncoding encoding, List<Optional<Column>> columns, Rows rows, double[][] out) {
    double[] features = new double[out.length];
    for (int row = 0; row < out[0].length; row++) {
      rows.stop().checkAt(row);
      for (int i = 0; i < columns.size(); i++) {
        int place = encoding.columns()[i];
        if (columns.get(i).isPresent()) {
          rows.raw().set(place, columns.get(i).orElseThrow(), row);
          signature.admit(rows.raw(), place, row);
        }
      }
      encoding.encode(rows.raw(), features, 0);
      for (int i = 0; i < out.length; i++) {
        out[i][row] = features[i];
      }
    }
  }
}
