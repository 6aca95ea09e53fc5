package dev.lazuli.ml.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.CsvOptions.BadRows;
import dev.lazuli.ml.frame.CsvOptions.Encoding;
import dev.lazuli.ml.frame.CsvOptions.Header;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {
  private static final CsvOptions DEFAULTS = CsvOptions.defaults();

  @Test
  void typesAreFoundFromTheValues() throws IOException {
    Frame frame =
        read("n,i,b,t,c\n1.5,1,true,2024-01-31,red\n-2e3,,False,2024-02-01T12:30:00Z,blue\n");

    assertThat(frame.columns().stream().map(Column::type))
        .containsExactly(
            ColumnType.NUMBER,
            ColumnType.INTEGER,
            ColumnType.BOOLEAN,
            ColumnType.DATETIME,
            ColumnType.CATEGORY);
    assertThat(texts(frame, "n")).containsExactly("1.5", "-2000.0");
    assertThat(texts(frame, "i")).containsExactly("1", "");
    assertThat(texts(frame, "b")).containsExactly("true", "false");
    assertThat(texts(frame, "t")).containsExactly("2024-01-31T00:00:00Z", "2024-02-01T12:30:00Z");
  }

  @Test
  void aLateTextMakesTheWholeColumnTextAgain() throws IOException {
    var csv = new StringBuilder("id,x\n");
    for (int i = 0; i < 5000; i++) {
      csv.append("00").append(i % 7).append(',').append(i).append('\n');
    }
    csv.append("A1,0.5\n");

    Frame frame = read(csv.toString());

    assertThat(frame.rowCount()).isEqualTo(5001);
    assertThat(frame.require("id").type()).isEqualTo(ColumnType.CATEGORY);
    assertThat(frame.require("id").text(3)).isEqualTo("003");
    assertThat(frame.require("x").type()).isEqualTo(ColumnType.NUMBER);
    assertThat(frame.require("x").text(4999)).isEqualTo("4999.0");
  }

  @Test
  void aLateDayAboveTwelveTellsThatDaysComeFirst() throws IOException {
    var csv = new StringBuilder("d\n");
    csv.repeat("01/02/2024\n", 2000).append("13/02/2024\n");

    Frame frame = read(csv.toString());

    assertThat(frame.require("d").type()).isEqualTo(ColumnType.DATETIME);
    assertThat(frame.require("d").text(0)).isEqualTo("2024-02-01T00:00:00Z");
  }

  @Test
  void quotedFieldsKeepDelimitersLineEndsAndQuotes() throws IOException {
    Frame frame = read("a,b\r\n\"x, \"\"y\"\"\",1\r\n\"two\r\nlines\",2\r\n");

    assertThat(texts(frame, "a")).containsExactly("x, \"y\"", "two\r\nlines");
  }

  @Test
  void theDelimiterIsFound() throws IOException {
    assertThat(read("a;b\n1,5;2\n").names()).containsExactly("a", "b");
    assertThat(read("a\tb\n1\t2,3\n").names()).containsExactly("a", "b");
    assertThat(read("a|b\n1|2\n").names()).containsExactly("a", "b");
    assertThat(read("a\n1\n").names()).containsExactly("a");
    assertThat(read("\"a;b;c\",d\n\"1;2;3\",4\n").names()).containsExactly("a;b;c", "d");
  }

  @Test
  void aDecimalCommaIsReadWhenAskedFor() throws IOException {
    Frame frame = read("a;b\n1,5;2\n", DEFAULTS.withDecimal(','));

    assertThat(frame.require("a").text(0)).isEqualTo("1.5");
  }

  @Test
  void aDecimalCommaIsFoundWhereFieldsArePartedOtherwise() throws IOException {
    Frame frame = read("id;size;day\n1;7,418;31.12.2024\n2;0,5;01.02.2025\n");

    assertThat(texts(frame, "size")).containsExactly("7.418", "0.5");
    assertThat(texts(frame, "day")).containsExactly("2024-12-31T00:00:00Z", "2025-02-01T00:00:00Z");
    assertThat(texts(read("a;b\n1.5;2,5\n2.5;x\n"), "a")).containsExactly("1.5", "2.5");
    assertThat(read("a\tb\n1,234\tx\n").require("a").type()).isEqualTo(ColumnType.CATEGORY);
    assertThat(read("a\tb\n1,2345\tx\n").require("a").type()).isEqualTo(ColumnType.NUMBER);
  }

  @Test
  void aFolderIsNoFile(@TempDir Path folder) {
    assertThatThrownBy(() -> CsvReader.read(folder, DEFAULTS))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("'%s' is a folder: give its files", folder.getFileName());
  }

  @Test
  void numbersThatCountUpAreNames() throws IOException {
    assertThat(read("region,2022,2023\nnorth,5,6\nnorth,7,8\n").names())
        .containsExactly("region", "2022", "2023");
    assertThat(read("0,1,2\n0.5,1,7\n").names()).containsExactly("0", "1", "2");
    assertThat(read(",0,1\n0,5,7\n").names()).containsExactly("Unnamed: 0", "0", "1");
    assertThat(read("1,2,3\n4,5,6\n").names()).containsExactly("Column1", "Column2", "Column3");
    assertThat(read("x,0,1\nx,1,1\n").names()).containsExactly("Column1", "Column2", "Column3");
  }

  @Test
  void bytesThatAreNotUtf8AreWindowsText() throws IOException {
    byte[] euro = {'s', '\n', (byte) 0x80, (byte) 0xFC, '\n', 'x', '\n'};

    assertThat(read(euro, DEFAULTS).require("s").text(0)).isEqualTo("€ü");
  }

  @Test
  void theHeaderIsFoundOrItsAbsence() throws IOException {
    assertThat(read("name,right,0\nx,true,0.5\n").names()).containsExactly("name", "right", "0");
    assertThat(read("x,1\ny,2\n").names()).containsExactly("Column1", "Column2");
    assertThat(read("a,b\nx,y\n").names()).containsExactly("a", "b");
    assertThat(read("1,2\n3,4\n", DEFAULTS.withHeader(Header.EVERY_FILE)).names())
        .containsExactly("1", "2");
    assertThat(read(",x\n0,1\n").names()).containsExactly("Unnamed: 0", "x");
  }

  @Test
  void missingTextsAreMissingWhateverTheType() throws IOException {
    Frame frame = read("a,b\nNA,?\n1, null \n,None\nNaN,x\n");

    assertThat(frame.require("a").type()).isEqualTo(ColumnType.INTEGER);
    assertThat(frame.require("a").missingCount()).isEqualTo(3);
    assertThat(frame.require("b").missingCount()).isEqualTo(2);
    Frame kept = read("a,b\nNA,?\n1,x\n", DEFAULTS.withMissing(Set.of("?")));
    assertThat(kept.require("a").type()).isEqualTo(ColumnType.CATEGORY);
    assertThat(kept.require("b").missingCount()).isEqualTo(1);
  }

  @Test
  void aColumnWithoutAnyValueIsANumberColumnOfMissingValues() throws IOException {
    Frame frame = read("a,b\n,1\n,2\n");

    assertThat(frame.require("a").type()).isEqualTo(ColumnType.NUMBER);
    assertThat(frame.require("a").missingCount()).isEqualTo(2);
  }

  @Test
  void identifiersThatADoubleCannotHoldStayText() throws IOException {
    Frame frame = read("id\n9007199254740993\n9007199254740992\n");

    assertThat(texts(frame, "id")).containsExactly("9007199254740993", "9007199254740992");
  }

  @Test
  void mostlyDistinctStringsAreText() throws IOException {
    var csv = new StringBuilder("t,c\n");
    for (int i = 0; i < 100; i++) {
      csv.append("text ").append(i).append(",c").append(i % 3).append('\n');
    }

    Frame frame = read(csv.toString());

    assertThat(frame.require("t").type()).isEqualTo(ColumnType.TEXT);
    assertThat(frame.require("c").type()).isEqualTo(ColumnType.CATEGORY);
  }

  @Test
  void encodingsAreFoundOrGiven() throws IOException {
    byte[] bom = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    assertThat(read(joined(bom, "naïve,b\né,1\n".getBytes(UTF_8)), DEFAULTS).names().getFirst())
        .isEqualTo("naïve");
    assertThat(texts(read("é,b\né,1\n".getBytes(ISO_8859_1), DEFAULTS), "é")).containsExactly("é");
    byte[] wideBom = {(byte) 0xFF, (byte) 0xFE};
    byte[] wide = joined(wideBom, ("a,b\n" + "😀é,1\n".repeat(20_000)).getBytes(UTF_16LE));
    Frame frame = read(wide, DEFAULTS);
    assertThat(frame.rowCount()).isEqualTo(20_000);
    assertThat(frame.require("a").text(19_999)).isEqualTo("😀é");
    assertThat(((TextColumn) frame.require("a")).dictionary()).hasSize(1);
    byte[] euro = {'a', ',', 'b', '\n', (byte) 0x80, ',', '1', '\n'};
    assertThat(texts(read(euro, DEFAULTS.withEncoding(Encoding.WINDOWS_1252)), "a"))
        .containsExactly("€");
    assertThatThrownBy(() -> read(euro, DEFAULTS.withEncoding(Encoding.of("utf-8"))))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("column 'a' has text that is not UTF-8");
  }

  @Test
  void aRowOfAnotherLengthIsRefusedWithItsLine() {
    assertThatThrownBy(() -> read("a,b\n\"1\n\",2\n\n3,4,5\n"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("test.csv line 5: 3 fields, expected 2");
    assertThatThrownBy(() -> read("a,b\n\"1\"x,2\n"))
        .hasMessageStartingWith("test.csv line 2: text follows a closing quote in field 1");
    assertThatThrownBy(() -> read("a,b\n1,\"2\n3,4\n"))
        .hasMessageStartingWith("test.csv line 2: a quote is opened and never closed");
  }

  @Test
  void badRowsAreListedWhenTheyAreSkipped() throws IOException {
    var result =
        CsvReader.read(
            stream("a,b\n1,2\n3\n4,5,6\n7,8\n".getBytes(UTF_8)),
            "test.csv",
            DEFAULTS.withBadRows(BadRows.SKIP));

    assertThat(texts(result.frame(), "a")).containsExactly("1", "7");
    assertThat(result.skippedCount()).isEqualTo(2);
    assertThat(result.skipped())
        .containsExactly(
            new CsvResult.SkippedRow("test.csv", 3, "1 field, expected 2"),
            new CsvResult.SkippedRow("test.csv", 4, "3 fields, expected 2"));
  }

  @Test
  void emptyFilesAreRefused() {
    assertThatThrownBy(() -> read("")).hasMessage("'test.csv' is empty");
    assertThatThrownBy(() -> read("\n \r\n")).hasMessage("'test.csv' is empty");
    assertThatThrownBy(() -> read("a,b\n")).hasMessage("'test.csv' has column names but no rows");
  }

  @Test
  void twoColumnsWithOneNameAreRefused() {
    assertThatThrownBy(() -> read("a,b,a\n1,2,3\n"))
        .hasMessage("test.csv: columns 1 and 3 are both named 'a'; column names must differ");
  }

  @Test
  void filesThatAreNoTextAreRefused() {
    assertThatThrownBy(() -> read(new byte[] {'a', 0, 'b', 0}, DEFAULTS))
        .hasMessageContaining("'test.csv' is not text");
    assertThatThrownBy(() -> read("PAR1 and so on")).hasMessageContaining("is a Parquet file");
  }

  @Test
  void aLineWithoutEndIsRefusedBeforeItIsHeld() {
    var endless =
        new InputStream() {
          private long left = 2L << 30;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] to, int offset, int length) {
            if (left <= 0) {
              return -1;
            }
            int count = (int) Math.min(length, left);
            Arrays.fill(to, offset, offset + count, (byte) 'x');
            left -= count;
            return count;
          }
        };
    var source = new CsvSource("long.csv", Long.MAX_VALUE, () -> endless);

    assertThatThrownBy(
            () -> {
              try (var scanner =
                  new CsvScanner(source.open(Encoding.DETECT), "long.csv", ',', 1 << 20)) {
                scanner.next();
              }
            })
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("long.csv line 1: a record is longer than 1048576 bytes");
    assertThat(endless.left).isGreaterThan((2L << 30) - (2 << 20));
  }

  @Test
  void recordsLongerThanTheBufferAreReadWhole() throws IOException {
    String text = "long text ".repeat(60_000);

    Frame frame = read("a,b\n\"" + text + "\",1\n" + text + ",2\n");

    assertThat(texts(frame, "a")).containsExactly(text, text);
    assertThat(texts(frame, "b")).containsExactly("1", "2");
  }

  @Test
  void severalFilesAreOneTableWhateverTheOrderOfTheirColumns(@TempDir Path folder)
      throws IOException {
    Path first = Files.writeString(folder.resolve("1.csv"), "a,b\n1,x\n");
    Path second = Files.writeString(folder.resolve("2.csv"), "b,a\ny,2.5");
    Path other = Files.writeString(folder.resolve("3.csv"), "a,c\n1,2\n");

    Frame frame = CsvReader.read(List.of(first, second), DEFAULTS).frame();

    assertThat(texts(frame, "a")).containsExactly("1.0", "2.5");
    assertThat(texts(frame, "b")).containsExactly("x", "y");
    assertThatThrownBy(() -> CsvReader.read(List.of(first, other), DEFAULTS))
        .hasMessage("3.csv has the columns [a, c]; '1.csv' has [a, b]");
    assertThatThrownBy(() -> CsvReader.read(folder.resolve("none.csv"), DEFAULTS))
        .hasMessage("there is no file 'none.csv'");
  }

  @Test
  void givenTypesHoldAndAreChecked() throws IOException {
    Map<String, ColumnType> types = Map.of("zip", ColumnType.CATEGORY, "n", ColumnType.NUMBER);

    Frame frame = read("zip,n\n01234,1\n", DEFAULTS.withTypes(types));

    assertThat(frame.require("zip").text(0)).isEqualTo("01234");
    assertThat(frame.require("n").type()).isEqualTo(ColumnType.NUMBER);
    assertThatThrownBy(() -> read("zip,n\n1,2\n1,two\n", DEFAULTS.withTypes(types)))
        .hasMessage(
            "test.csv line 3: 'two' in column 'n' does not have the type given for the column");
  }

  @Test
  void onlyTheFirstRowsAreReadWhenAskedFor() throws IOException {
    assertThat(read("a\n1\n2\n3\n", DEFAULTS.withRowsMax(2)).rowCount()).isEqualTo(2);
  }

  @Test
  void oldLineEndsAndAMissingLastLineEndAreRead() throws IOException {
    assertThat(texts(read("a,b\r1,2\r3,4"), "b")).containsExactly("2", "4");
    assertThat(texts(read("a,b\n1,\n3,"), "b")).containsExactly("", "");
  }

  @Test
  void aNumberMayMeanThatAValueIsMissing() throws IOException {
    Frame frame = read("a,b\n1.5,1\n-999,2\n2.5,-999\n", DEFAULTS.withMissing(Set.of("-999")));

    assertThat(texts(frame, "a")).containsExactly("1.5", "", "2.5");
    assertThat(texts(frame, "b")).containsExactly("1", "2", "");
  }

  @Test
  void aBadRowAmongManyIsToldWithItsLine() throws IOException {
    var csv = new StringBuilder("a,b,c\n");
    for (int line = 2; line <= 40_000; line++) {
      csv.append(line).append(line == 23_456 ? ",x\n" : ",0.5,text\n");
    }

    CsvResult result =
        CsvReader.read(
            stream(csv.toString().getBytes(UTF_8)), "test.csv", DEFAULTS.withBadRows(BadRows.SKIP));

    assertThat(result.frame().rowCount()).isEqualTo(39_998);
    assertThat(result.skipped())
        .containsExactly(new CsvResult.SkippedRow("test.csv", 23_456, "2 fields, expected 3"));
    assertThat(result.frame().require("a").text(23_454)).isEqualTo("23457");
  }

  @Test
  void linesAreCountedWithOrWithoutTheLastEnd() throws IOException {
    for (String text :
        List.of("", "a", "a\n", "a\r\nb\r\n", "a\n\nb", "x".repeat(300_000) + "\n1")) {
      long lines = CsvSource.of("x", text.getBytes(UTF_8)).lines(StopSignal.never());

      assertThat(lines).as(text).isEqualTo(text.lines().count());
    }
  }

  private static Frame read(String csv) throws IOException {
    return read(csv, DEFAULTS);
  }

  private static Frame read(String csv, CsvOptions options) throws IOException {
    return read(csv.getBytes(UTF_8), options);
  }

  private static Frame read(byte[] csv, CsvOptions options) throws IOException {
    return CsvReader.read(stream(csv), "test.csv", options).frame();
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static List<String> texts(Frame frame, String name) {
    Column column = frame.require(name);
    return IntStream.range(0, column.size()).mapToObj(column::text).toList();
  }
}
