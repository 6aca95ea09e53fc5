package dev.lazuli.ml.frame;

import java.nio.charset.Charset;
import java.util.Optional;

/// Gathers the values of one column while its type is still being found.
///
/// It begins with the kinds that the values seen so far allow. A value that does not fit the kind
/// in use narrows them; what was gathered is then lost, unless it means the same in the new kind,
/// and the column is to be read again.
final class ColumnBuilder {
  private final String name;
  private final Optional<ColumnType> given;
  private final MissingTexts missing;
  private final ValueParser parser;
  private final PlainValues plain;

  /// Whether each value is to be compared with the missing ones, since those look like values.
  private final boolean eachCompared;

  private final double textShare;
  private final boolean isOrderKnown;

  /// Whether digits that begin with 0 are texts.
  private final boolean asWritten;

  /// How often each word that means "no value" stands in the column and does so.
  private final int[] words;

  private int kinds;
  private boolean lost;
  private boolean anyValue;

  /// Whether a missing value of numbers would be a text in a column of texts.
  private boolean anyWordAsText;

  private final int expected;
  private NumberBuffer numbers;
  private CodeBuffer codes;
  private ByteDictionary dictionary = new ByteDictionary();

  /// A builder for about `expected` values, which may be of these kinds.
  ColumnBuilder(String name, CsvOptions options, MissingTexts missing, int kinds, int expected) {
    this.name = name;
    this.given = options.typeOf(name);
    this.missing = missing;
    this.parser = new ValueParser(options.decimal());
    this.plain = new PlainValues(parser, options.decimal(), missing.isEmptyToo());
    this.asWritten = options.asWritten().contains(name);
    this.eachCompared = asWritten || missing.areAnyValues(parser);
    this.words = new int[missing.words()];
    this.textShare = options.textShare();
    Optional<DateOrder> order = options.orderOf(name);
    this.kinds =
        kinds
            & given.map(ColumnBuilder::kindsOf).orElse(ValueParser.ANY)
            & ~order.map(DateOrder::excluded).orElse(0);
    this.isOrderKnown = order.isPresent();
    this.expected = expected;
    this.numbers = new NumberBuffer(this.kinds == 0 ? 0 : expected);
    this.codes = new CodeBuffer(this.kinds == 0 ? expected : 0);
  }

  private static int kindsOf(ColumnType type) {
    return switch (type) {
      case NUMBER -> ValueParser.NUMBER;
      case INTEGER -> ValueParser.INTEGER;
      case BOOLEAN -> ValueParser.BOOLEAN;
      case DATETIME -> ValueParser.ISO | ValueParser.MONTH_FIRST | ValueParser.DAY_FIRST;
      case CATEGORY, TEXT -> 0;
    };
  }

  String name() {
    return name;
  }

  /// The kinds that all values seen allow.
  int kinds() {
    return kinds;
  }

  /// Whether the column must be read again, with the kinds now known.
  boolean isLost() {
    return lost;
  }

  /// Whether all values are dates that can be read with the day or the month first.
  boolean isDateUnclear() {
    return anyValue && !isOrderKnown && kinds == (ValueParser.MONTH_FIRST | ValueParser.DAY_FIRST);
  }

  /// Whether days come first in all values, or months do, without a doubt.
  boolean isDateClear(int kind) {
    return anyValue && kinds == kind;
  }

  /// The times read so far; of a column of unclear dates with the month first.
  double[] times() {
    return numbers.values();
  }

  /// Decides that unclear dates have the day first: the column is to be read again.
  void settleDayFirst() {
    kinds = ValueParser.DAY_FIRST;
    lost = true;
    numbers = new NumberBuffer(0);
  }

  /// Decides, now that all values have been seen, that a column of nothing but words such as a
  /// quoted `NA` is one of texts.
  void settleWords() {
    if (!anyValue && anyWordAsText && given.isEmpty() && kinds != 0) {
      kinds = 0;
      lost = true;
      numbers = new NumberBuffer(0);
    }
  }

  /// How many values are missing that stand as this word, by its place among the missing texts.
  int words(int place) {
    return words[place];
  }

  /// Adds the values of `count` records of a block.
  ///
  /// @param first the place of the first record's field
  /// @param stride from one record to the next
  /// @return how many were added: all, unless one does not fit the type that the caller gave
  int addAll(CsvBlock block, int first, int stride, int count) {
    byte[] bytes = block.bytes();
    int[] bounds = block.bounds();
    int added = 0;
    while (added < count) {
      added += addPlain(block, first + added * stride, stride, count - added);
      if (added < count) {
        int place = first + added * stride;
        if (!add(bytes, bounds[place] + 1, bounds[place + 1])) {
          return added;
        }
        added++;
      }
    }
    return count;
  }

  /// Adds values as long as they are of the kind in use and written plainly; returns how many.
  private int addPlain(CsvBlock block, int first, int stride, int count) {
    if (lost) {
      return 0;
    }
    if (kinds == 0) {
      addTexts(block.bytes(), block.bounds(), first, stride, codes.room(count), count);
      codes.written(count);
      return count;
    }
    if (eachCompared) {
      return 0;
    }
    int added = plain.read(block, first, stride, count, kinds, numbers.room(count), numbers.size());
    numbers.written(added);
    anyValue |= added > 0;
    return added;
  }

  private void addTexts(byte[] bytes, int[] bounds, int first, int stride, int[] out, int count) {
    int to = codes.size();
    for (int i = 0; i < count; i++) {
      int place = first + i * stride;
      int start = bounds[place] + 1;
      int end = bounds[place + 1];
      out[to + i] = isMissingText(bytes, start, end) ? -1 : dictionary.code(bytes, start, end);
    }
  }

  private boolean isMissingText(byte[] bytes, int start, int end) {
    int word = missing.find(bytes, start, end);
    if (word == MissingTexts.NONE || !missing.isMissingText(word, bytes, start)) {
      return false;
    }
    if (word >= 0) {
      words[word]++;
    }
    return true;
  }

  private boolean add(byte[] bytes, int start, int end) {
    if (kinds == 0 ? isMissingText(bytes, start, end) : isMissingNumber(bytes, start, end)) {
      addMissing();
      return true;
    }
    if (kinds != 0) {
      int fitting =
          asWritten && startsWithZero(bytes, start, end)
              ? 0
              : parser.parse(bytes, start, end, kinds);
      if (fitting == kinds) {
        anyValue = true;
        if (!lost) {
          numbers.add(parser.value());
        }
        return true;
      }
      if (fitting == 0 && given.isPresent()) {
        return false;
      }
      narrow(fitting);
      if (kinds != 0) {
        if (!lost) {
          numbers.add(parser.value());
        }
        return true;
      }
    }
    if (!lost) {
      codes.add(dictionary.code(bytes, start, end));
    }
    return true;
  }

  private boolean isMissingNumber(byte[] bytes, int start, int end) {
    int word = missing.find(bytes, start, end);
    if (word >= 0) {
      words[word]++;
      anyWordAsText |= !missing.isMissingText(word, bytes, start);
    }
    return word != MissingTexts.NONE;
  }

  /// Whether a number of several digits begins with 0, as numbers are not written.
  private static boolean startsWithZero(byte[] bytes, int start, int end) {
    return end - start > 1
        && bytes[start] == '0'
        && bytes[start + 1] >= '0'
        && bytes[start + 1] <= '9';
  }

  private void addMissing() {
    if (lost) {
      return;
    }
    if (kinds == 0) {
      codes.add(-1);
    } else {
      numbers.add(Double.NaN);
    }
  }

  private void narrow(int fitting) {
    int before = Integer.lowestOneBit(kinds);
    int after = Integer.lowestOneBit(fitting);
    kinds = fitting;
    boolean same =
        before == after || (before == ValueParser.INTEGER && after == ValueParser.NUMBER);
    if ((anyValue && !same) || (fitting == 0 && anyWordAsText)) {
      lost = true;
      numbers = new NumberBuffer(0);
    }
    anyValue = true;
    if (kinds == 0 && !lost) {
      codes = new CodeBuffer(expected);
      codes.addMissing(numbers.size());
      numbers = new NumberBuffer(0);
    }
  }

  /// Whether the texts gathered are well-formed in `charset`.
  boolean isDecodable(Charset charset) {
    return dictionary.isDecodable(charset);
  }

  /// The column; the builder is empty afterwards.
  Column build(Charset charset) {
    if (kinds != 0) {
      double[] values = numbers.take();
      ColumnType type = given.orElseGet(this::numberType);
      return type == ColumnType.DATETIME
          ? new NumberColumn(name, type, values, DateOrder.ofKinds(kinds))
          : new NumberColumn(name, type, values);
    }
    int[] taken = codes.take();
    int distinct = dictionary.size();
    ColumnType type = given.orElseGet(() -> textType(taken, distinct));
    Column column = new TextColumn(name, type, taken, dictionary.strings(charset));
    dictionary = new ByteDictionary();
    return column;
  }

  private ColumnType numberType() {
    if (!anyValue) {
      return ColumnType.NUMBER;
    }
    return switch (Integer.lowestOneBit(kinds)) {
      case ValueParser.BOOLEAN -> ColumnType.BOOLEAN;
      case ValueParser.INTEGER -> ColumnType.INTEGER;
      case ValueParser.NUMBER -> ColumnType.NUMBER;
      default -> ColumnType.DATETIME;
    };
  }

  private ColumnType textType(int[] taken, int distinct) {
    // more than so many would change nothing
    double enough = Math.max(20, distinct / textShare);
    int present = 0;
    for (int i = 0; i < taken.length && present < enough; i++) {
      present += taken[i] < 0 ? 0 : 1;
    }
    return present >= 20 && distinct > textShare * present ? ColumnType.TEXT : ColumnType.CATEGORY;
  }
}
