package dev.lazuli.ml.frame;

import dev.lazuli.ml.InvalidInput;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// How a CSV file is to be read.
///
/// @param delimiter what parts two fields, an ASCII character; [#DETECT] finds it among `,` `;` tab
///   and `|`
/// @param decimal the decimal mark in numbers, `.` or `,`; [#DETECT] finds it: `,` where the
///   delimiter is another one and more numbers of the first rows have it
/// @param header whether files begin with column names
/// @param encoding how text is stored
/// @param missing texts that mean "no value", compared without the blanks around a field
/// @param missingInTexts those of them that do so in columns of texts too, where they are not
///   quoted
/// @param types types that are given instead of found, by column name
/// @param badRows what happens to a row that cannot be read
/// @param rowsMax reading ends, without an error, after this many rows
/// @param recordBytesMax a longer record is refused
/// @param textShare a column of strings is TEXT, not CATEGORY, when more than this share of its
///   values differ (and it has at least 20)
/// @param dates whether days or months come first, where dates leave it open
/// @param asWritten columns in which digits that begin with 0, such as `007`, are texts
public record CsvOptions(
    char delimiter,
    char decimal,
    Header header,
    Encoding encoding,
    Set<String> missing,
    Set<String> missingInTexts,
    Map<String, ColumnType> types,
    BadRows badRows,
    int rowsMax,
    int recordBytesMax,
    double textShare,
    DateOrders dates,
    Set<String> asWritten) {

  /// Stands for a delimiter or a decimal mark that is to be found.
  public static final char DETECT = '\0';

  /// More columns than this are refused.
  public static final int COLUMNS_MAX = 100_000;

  /// What means "no value" unless the caller says otherwise.
  public static final Set<String> MISSING =
      Set.of("", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "null", "NULL", "None", "?");

  /// What means so in columns of texts too: `None` is often a category there.
  private static final Set<String> MISSING_IN_TEXTS =
      MISSING.stream().filter(text -> !text.equals("None")).collect(Collectors.toUnmodifiableSet());

  /// Whether files begin with column names.
  public enum Header {
    /// Found from the first rows of the first file.
    DETECT,
    /// Every file begins with names; a file may have them in another order.
    EVERY_FILE,
    /// Only the first file begins with names.
    FIRST_FILE,
    /// No file has names: columns are called `Column1`, `Column2`, and so on.
    NONE
  }

  /// What happens to a row with too many or too few fields, or with text after a closing quote.
  public enum BadRows {
    /// The read fails and names the row.
    REFUSE,
    /// The row is left out and listed in the result.
    SKIP
  }

  /// How text is stored as bytes.
  public enum Encoding {
    /// By the byte order mark; without one UTF-8, or Windows-1252, which holds Latin-1, when the
    /// bytes are not UTF-8.
    DETECT(StandardCharsets.UTF_8),
    /// UTF-8, with or without byte order mark.
    UTF_8(StandardCharsets.UTF_8),
    /// Seven bits.
    ASCII(StandardCharsets.US_ASCII),
    /// ISO 8859-1.
    LATIN_1(StandardCharsets.ISO_8859_1),
    /// Windows' western European bytes.
    WINDOWS_1252(Charset.forName("windows-1252")),
    /// UTF-16 with a byte order mark.
    UTF_16(StandardCharsets.UTF_16),
    /// UTF-16, the lower byte first.
    UTF_16LE(StandardCharsets.UTF_16LE),
    /// UTF-16, the higher byte first.
    UTF_16BE(StandardCharsets.UTF_16BE),
    /// UTF-32 with a byte order mark.
    UTF_32(Charset.forName("UTF-32"));

    private final Charset charset;

    Encoding(Charset charset) {
      this.charset = charset;
    }

    Charset charset() {
      return charset;
    }

    /// The encoding with this name, as people and MLTable files write it: `utf8`, `iso88591`,
    /// `latin1`, `windows1252`, `utf-16`.
    ///
    /// @throws InvalidInput when there is none
    public static Encoding of(String name) {
      String key = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
      return switch (key) {
        case "utf8", "utf8bom", "utf8sig" -> UTF_8;
        case "ascii", "usascii" -> ASCII;
        case "latin1", "iso88591" -> LATIN_1;
        case "windows1252", "cp1252" -> WINDOWS_1252;
        case "utf16" -> UTF_16;
        case "utf16le" -> UTF_16LE;
        case "utf16be" -> UTF_16BE;
        case "utf32" -> UTF_32;
        default ->
            throw new InvalidInput(
                "encoding",
                ("encoding '%s' is unknown; use utf8, ascii, latin1, iso88591, windows1252, utf16 or"
                        + " utf32")
                    .formatted(name));
      };
    }
  }

  /// Copies the collections and checks the ranges.
  public CsvOptions {
    missing = Set.copyOf(missing);
    missingInTexts = Set.copyOf(missingInTexts);
    asWritten = Set.copyOf(asWritten);
    types = Map.copyOf(types);
    if (delimiter > 126 || delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
      throw new InvalidInput("delimiter", "a delimiter is one ASCII character other than \"");
    }
    if (decimal != '.' && decimal != ',' && decimal != DETECT) {
      throw new InvalidInput("decimal", "the decimal mark is '.' or ','");
    }
    if (rowsMax < 1 || recordBytesMax < 1) {
      throw new InvalidInput("rowsMax", "limits are at least 1");
    }
  }

  /// Everything found from the file itself; bad rows refused; records of at most 16 MiB.
  public static CsvOptions defaults() {
    return new CsvOptions(
        DETECT,
        DETECT,
        Header.DETECT,
        Encoding.DETECT,
        MISSING,
        MISSING_IN_TEXTS,
        Map.of(),
        BadRows.REFUSE,
        Integer.MAX_VALUE,
        16 << 20,
        0.5,
        DateOrders.found(),
        Set.of());
  }

  /// The same with another delimiter.
  public CsvOptions withDelimiter(char value) {
    return with(draft -> draft.delimiter = value);
  }

  /// The same with another decimal mark.
  public CsvOptions withDecimal(char value) {
    return with(draft -> draft.decimal = value);
  }

  /// The same with another rule for the first line.
  public CsvOptions withHeader(Header value) {
    return with(draft -> draft.header = value);
  }

  /// The same with another encoding.
  public CsvOptions withEncoding(Encoding value) {
    return with(draft -> draft.encoding = value);
  }

  /// The same with other texts for missing values, in columns of all types.
  public CsvOptions withMissing(Set<String> value) {
    return with(draft -> {
      draft.missing = value;
      draft.missingInTexts = value;
    });
  }

  /// The same with the empty text as a value.
  public CsvOptions withEmptyText() {
    return with(draft -> {
      draft.missing = withoutEmpty(missing);
      draft.missingInTexts = withoutEmpty(missingInTexts);
    });
  }

  private static Set<String> withoutEmpty(Set<String> texts) {
    return texts.stream().filter(text -> !text.isEmpty()).collect(Collectors.toSet());
  }

  /// The same with columns in which digits that begin with 0 are texts.
  public CsvOptions withAsWritten(Set<String> value) {
    return with(draft -> draft.asWritten = value);
  }

  /// The same with types of columns, by name.
  public CsvOptions withTypes(Map<String, ColumnType> value) {
    return with(draft -> draft.types = value);
  }

  /// The same with another rule for rows that cannot be read.
  public CsvOptions withBadRows(BadRows value) {
    return with(draft -> draft.badRows = value);
  }

  /// The same with another limit of rows.
  public CsvOptions withRowsMax(int value) {
    return with(draft -> draft.rowsMax = value);
  }

  /// The same with another limit of bytes in a row.
  public CsvOptions withRecordBytesMax(int value) {
    return with(draft -> draft.recordBytesMax = value);
  }

  /// The same with another share of distinct values that makes text.
  public CsvOptions withTextShare(double value) {
    return with(draft -> draft.textShare = value);
  }

  /// The same with other orders of dates.
  public CsvOptions withDates(DateOrders value) {
    return with(draft -> draft.dates = value);
  }

  /// The type that the caller gave for a column, if any.
  Optional<ColumnType> typeOf(String column) {
    return Optional.ofNullable(types.get(column));
  }

  /// The order of a column's dates, if it is known.
  Optional<DateOrder> orderOf(String column) {
    return Optional.ofNullable(dates.known().get(column));
  }

  private CsvOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /// The options while one of them changes.
  private static final class Draft {
    private char delimiter;
    private char decimal;
    private Header header;
    private Encoding encoding;
    private Set<String> missing;
    private Set<String> missingInTexts;
    private Map<String, ColumnType> types;
    private BadRows badRows;
    private int rowsMax;
    private int recordBytesMax;
    private double textShare;
    private DateOrders dates;
    private Set<String> asWritten;

    Draft(CsvOptions from) {
      delimiter = from.delimiter;
      decimal = from.decimal;
      header = from.header;
      encoding = from.encoding;
      missing = from.missing;
      missingInTexts = from.missingInTexts;
      types = from.types;
      badRows = from.badRows;
      rowsMax = from.rowsMax;
      recordBytesMax = from.recordBytesMax;
      textShare = from.textShare;
      dates = from.dates;
      asWritten = from.asWritten;
    }

    CsvOptions options() {
      return new CsvOptions(
          delimiter,
          decimal,
          header,
          encoding,
          missing,
          missingInTexts,
          types,
          badRows,
          rowsMax,
          recordBytesMax,
          textShare,
          dates,
          asWritten);
    }
  }
}
