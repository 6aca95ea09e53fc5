package dev.lazuli.ml.frame;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// A column of strings, stored as codes into a dictionary; code -1 is a missing value.
///
/// Holds [ColumnType#CATEGORY] and [ColumnType#TEXT].
public final class TextColumn implements Column {
  private final String name;
  private final ColumnType type;
  private final int[] codes;
  private final List<String> dictionary;

  /// A column of these codes.
  ///
  /// @param codes values in `[-1, dictionary.size())`, owned by the column from here on
  /// @param dictionary distinct strings
  public TextColumn(String name, ColumnType type, int[] codes, List<String> dictionary) {
    if (type != ColumnType.CATEGORY && type != ColumnType.TEXT) {
      throw new IllegalArgumentException("a " + type + " column does not hold text");
    }
    this.name = name;
    this.type = type;
    this.codes = codes;
    this.dictionary =
        dictionary instanceof ByteDictionary.PackedStrings ? dictionary : List.copyOf(dictionary);
  }

  /// A column of these texts, with codes in the order in which they come.
  ///
  /// @param textOf the text of a row; null when it is missing
  public static TextColumn of(
      String name, ColumnType type, int rows, IntFunction<@Nullable String> textOf) {
    Map<String, Integer> known = new HashMap<>();
    List<String> dictionary = new ArrayList<>();
    int[] codes = new int[rows];
    for (int row = 0; row < rows; row++) {
      String text = textOf.apply(row);
      if (text == null) {
        codes[row] = -1;
        continue;
      }
      Integer code = known.putIfAbsent(text, dictionary.size());
      codes[row] = code == null ? dictionary.size() : code;
      if (code == null) {
        dictionary.add(text);
      }
    }
    return new TextColumn(name, type, codes, dictionary);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ColumnType type() {
    return type;
  }

  @Override
  public int size() {
    return codes.length;
  }

  @Override
  public boolean isMissing(int row) {
    return codes[row] < 0;
  }

  /// The code at `row`; -1 when missing.
  public int code(int row) {
    return codes[row];
  }

  /// The codes themselves, not a copy: only to read.
  public int[] codes() {
    return codes;
  }

  /// The distinct strings; a value's code is its place here.
  public List<String> dictionary() {
    return dictionary;
  }

  @Override
  public String text(int row) {
    int code = codes[row];
    return code < 0 ? "" : dictionary.get(code);
  }

  @Override
  public TextColumn select(int[] rows) {
    int[] selected = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = codes[rows[i]];
    }
    return new TextColumn(name, type, selected, dictionary);
  }

  @Override
  public TextColumn named(String newName) {
    return new TextColumn(newName, type, codes, dictionary);
  }
}
