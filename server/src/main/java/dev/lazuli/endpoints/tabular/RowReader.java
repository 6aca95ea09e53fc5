package dev.lazuli.endpoints.tabular;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.model.RawRow;
import dev.lazuli.ml.model.Scoring;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.TabularModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads rows in every form that clients send them in, and scores each as soon as it is read.
///
/// Columns that the model does not know are left out, as MLflow does. For one thread.
final class RowReader {
  private static final int UNKNOWN = -1;
  private static final int DEADLINE_ROWS = 256;

  private final Scoring scoring;
  private final RawRow raw;
  private final Signature signature;
  private final String[] names;
  private final boolean[] seen;
  private final int[] inOrder;
  private final Predictions predictions;
  private byte[] body = {};
  private long deadline;

  RowReader(TabularModel model, Predictions predictions) {
    this.scoring = model.scoring();
    this.raw = scoring.raw();
    this.signature = model.signature();
    this.names = signature.inputs().stream().map(Signature.Input::name).toArray(String[]::new);
    this.seen = new boolean[names.length];
    this.inOrder = new int[names.length];
    Arrays.setAll(inOrder, place -> place);
    this.predictions = predictions;
  }

  /// Starts with a new body.
  ///
  /// @param newDeadline value of [System#nanoTime] after which it gives up
  void begin(byte[] newBody, long newDeadline) {
    body = newBody;
    deadline = newDeadline;
    predictions.clear();
  }

  /// Reads and scores the rows that stand under the key of `form`.
  ///
  /// @param token first token of the value
  void read(JsonParser parser, JsonToken token, ScoreForm form) {
    switch (form) {
      case INPUT_DATA -> {
        switch (token) {
          case START_OBJECT -> readTable(parser);
          case START_ARRAY -> readRows(parser, inOrder, false);
          default -> throw shape(form, "a split table, an object of columns or a list of rows");
        }
      }
      case DATA, TENSORS -> {
        switch (token) {
          case START_OBJECT -> readTable(parser);
          case START_ARRAY -> readRows(parser, inOrder, true);
          default -> throw shape(form, "a list of rows or of records");
        }
      }
      case INPUTS -> readInputs(parser, token);
      case DATAFRAME_SPLIT -> {
        if (token != JsonToken.START_OBJECT) {
          throw shape(form, "an object with 'columns' and 'data'");
        }
        readTable(parser);
      }
      case DATAFRAME_RECORDS, INSTANCES -> {
        if (token != JsonToken.START_ARRAY) {
          throw shape(form, "a list of records");
        }
        readRows(parser, inOrder, true);
      }
    }
  }

  /// `{"data": [...]}`, whatever the input is called, or the list itself.
  private void readInputs(JsonParser parser, JsonToken token) {
    if (token == JsonToken.START_ARRAY) {
      readRows(parser, inOrder, true);
      return;
    }
    boolean found = false;
    if (token == JsonToken.START_OBJECT) {
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        if (parser.nextToken() != JsonToken.START_ARRAY || found) {
          throw shape(ScoreForm.INPUTS, "an object with one list of records");
        }
        readRows(parser, inOrder, true);
        found = true;
      }
    }
    if (!found) {
      throw shape(ScoreForm.INPUTS, "an object with one list of records");
    }
  }

  /// A split table (`columns`, `index`, `data`), or an object that has a list for each column.
  private void readTable(JsonParser parser) {
    int[] places = inOrder;
    boolean named = false;
    boolean read = false;
    long skippedAt = -1;
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      JsonToken token = parser.nextToken();
      if (key.equals("columns") && token == JsonToken.START_ARRAY) {
        places = columns(parser);
        named = true;
      } else if (key.equals("index") && !isColumn(key)) {
        parser.skipChildren();
      } else if (key.equals("data") && token == JsonToken.START_ARRAY && !isColumn(key)) {
        if (named) {
          readRows(parser, places, false);
          read = true;
        } else {
          skippedAt = parser.currentTokenLocation().getByteOffset();
          parser.skipChildren();
        }
      } else if (!named && !read && skippedAt < 0) {
        new ColumnReader(this).read(parser, key, token);
        return;
      } else {
        throw new Problem.Invalid(key, "a split table has no '%s'".formatted(key));
      }
    }
    if (skippedAt >= 0) {
      readRowsAt((int) skippedAt, places);
    } else if (!read) {
      throw new Problem.Invalid("data", "the table has no 'data'");
    }
  }

  /// Reads rows that stood before the names of their columns.
  private void readRowsAt(int offset, int[] places) {
    try (JsonParser parser = Json.mapper().createParser(body, offset, body.length - offset)) {
      parser.nextToken();
      readRows(parser, places, false);
    }
  }

  private int[] columns(JsonParser parser) {
    int[] places = new int[names.length];
    int count = 0;
    boolean ordered = true;
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      if (t != JsonToken.VALUE_STRING) {
        throw new Problem.Invalid("columns", "column %d is not a string".formatted(count + 1));
      }
      if (count == places.length) {
        places = Arrays.copyOf(places, count * 2 + 1);
      }
      places[count] = place(parser.getString(), count);
      ordered &= places[count] == count;
      count++;
    }
    if (ordered && count == names.length) {
      return inOrder;
    }
    int[] found = Arrays.copyOf(places, count);
    requireColumns(found);
    return found;
  }

  /// Where a column stands in the signature; tried first where the last one lets expect it.
  int place(String name, int expected) {
    if (expected < names.length && names[expected].equals(name)) {
      return expected;
    }
    return signature.place(name).orElse(UNKNOWN);
  }

  private boolean isColumn(String name) {
    return signature.place(name).isPresent();
  }

  /// Returns normally when the columns are enough, and none stands twice.
  void requireColumns(int[] places) {
    Arrays.fill(seen, false);
    for (int place : places) {
      if (place != UNKNOWN) {
        if (seen[place]) {
          throw new Problem.Invalid(
              names[place], "column '%s' is given twice".formatted(names[place]));
        }
        seen[place] = true;
      }
    }
    requireSeen(0);
  }

  /// @param row number of the row, from 1; 0 when all rows are meant
  private void requireSeen(int row) {
    boolean any = seen.length == 0;
    for (int place = 0; place < seen.length; place++) {
      any |= seen[place];
      if (!seen[place] && signature.inputs().get(place).required()) {
        throw new Problem.Invalid(
            names[place],
            "%scolumn '%s' is missing; the model needs %s"
                .formatted(row == 0 ? "" : "row " + row + ": ", names[place], required()));
      }
    }
    if (!any) {
      throw new Problem.Invalid(
          names[0],
          "%snone of the model's columns is given; it takes '%s'"
              .formatted(row == 0 ? "" : "row " + row + ": ", String.join("', '", names)));
    }
  }

  private String required() {
    List<String> required = new ArrayList<>();
    for (Signature.Input input : signature.inputs()) {
      if (input.required()) {
        required.add("'" + input.name() + "'");
      }
    }
    return String.join(", ", required);
  }

  private void readRows(JsonParser parser, int[] places, boolean recordsAllowed) {
    raw.clear();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      switch (t) {
        case START_ARRAY -> readRow(parser, places);
        case START_OBJECT -> {
          if (!recordsAllowed) {
            throw wrongRow("is an object: here a row is a list of values; give records as 'data'");
          }
          readRecord(parser);
        }
        default -> throw wrongRow("is no list of values");
      }
      score();
    }
  }

  private void readRow(JsonParser parser, int[] places) {
    int at = 0;
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      if (at < places.length) {
        int place = places[at];
        if (place == UNKNOWN) {
          parser.skipChildren();
        } else {
          readValue(parser, t, place);
        }
      } else {
        parser.skipChildren();
      }
      at++;
    }
    if (at != places.length) {
      throw wrongRow("has %d values, expected %d".formatted(at, places.length));
    }
  }

  private void readRecord(JsonParser parser) {
    raw.clear();
    Arrays.fill(seen, false);
    int expected = 0;
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      JsonToken token = parser.nextToken();
      int place = place(key, expected);
      if (place == UNKNOWN) {
        parser.skipChildren();
      } else {
        readValue(parser, token, place);
        seen[place] = true;
        expected = place + 1;
      }
    }
    requireSeen(predictions.rows() + 1);
  }

  private void readValue(JsonParser parser, JsonToken token, int place) {
    switch (token) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> raw.setNumber(place, parser.getDoubleValue());
      case VALUE_STRING -> raw.setText(place, parser.getString());
      case VALUE_TRUE -> raw.setTruth(place, true);
      case VALUE_FALSE -> raw.setTruth(place, false);
      case VALUE_NULL -> raw.setMissing(place);
      default ->
          throw wrongRow(
              "column '%s' is a list or an object, expected one value".formatted(names[place]));
    }
  }

  /// Sets a value that was read before its row was known.
  void set(int place, @Nullable Object value) {
    raw.set(place, value);
  }

  /// Starts a row that is given value by value.
  void clear() {
    raw.clear();
  }

  /// Scores what was read.
  void score() {
    int row = predictions.rows();
    if (row % DEADLINE_ROWS == DEADLINE_ROWS - 1 && System.nanoTime() - deadline > 0) {
      throw new Problem.LimitReached(
          "scoring took longer than the deployment's request time-out; %d rows were done"
              .formatted(row));
    }
    try {
      scoring.score();
    } catch (InvalidInput e) {
      throw new Problem.Invalid(e.subject(), "row %d: %s".formatted(row + 1, e.getMessage()));
    }
    predictions.add(scoring);
  }

  private Problem.Invalid wrongRow(String what) {
    return new Problem.Invalid("", "row %d: %s".formatted(predictions.rows() + 1, what));
  }

  private static Problem.Invalid shape(ScoreForm form, String expected) {
    return new Problem.Invalid(form.key(), "'%s' must be %s".formatted(form.key(), expected));
  }
}
