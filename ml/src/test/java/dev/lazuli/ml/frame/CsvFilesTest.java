package dev.lazuli.ml.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFilesTest {
  @TempDir private Path folder;

  @Test
  void aFilePackedByGzipIsReadAsItsContent() throws IOException {
    String table = "a,b\n" + "1,x\n2,y\n".repeat(5_000);
    Path packed = folder.resolve("t.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(table.getBytes(StandardCharsets.UTF_8));
    }

    Frame frame = read(packed).frame();

    assertThat(frame.names()).containsExactly("a", "b");
    assertThat(frame.rowCount()).isEqualTo(10_000);
    assertThat(frame.require("b").text(9_999)).isEqualTo("y");
  }

  @Test
  void whatIsNoCsvIsCalledByItsName() throws IOException {
    refused("book.xlsx", "PK\u0003\u0004\u0000rest", "a zip archive or an Excel workbook");
    refused("rows.json", "[{\"a\": 1}]\n", "'rows.json' is JSON, not CSV");
    refused("rows.jsonl", "{\"a\": 1}\n{\"a\": 2}\n", "'rows.jsonl' is JSON, not CSV");
  }

  @Test
  void aLaterFileThatIsNoTextIsNotPrinted() throws IOException {
    Path table = write("a.csv", "a,b\n1,2\n");
    Path other = write("b.bin", "a\u0000\u0001,b\n\u0000");

    assertThatThrownBy(() -> CsvReader.read(List.of(table, other), CsvOptions.defaults()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("'b.bin' is not text");
  }

  @Test
  void manyNamesAreNotAllTold() throws IOException {
    Path table = write("a.csv", "a,b\n1,2\n");
    Path other = write("b.csv", "n,".repeat(5) + String.join(",", numbered(3_000)) + "\n");

    assertThatThrownBy(() -> CsvReader.read(List.of(table, other), CsvOptions.defaults()))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> read(write("c.csv", wide())).frame().require("nothing_like_it"))
        .hasMessageStartingWith("no column 'nothing_like_it'; the table has c0, c1")
        .message()
        .hasSizeLessThan(200);
  }

  @Test
  void aTableWithoutNamesIsToldOf() throws IOException {
    CsvResult table = read(write("t.csv", "1,2.5\n2,3.5\n3,4.5\n"));

    assertThat(table.frame().names()).containsExactly("Column1", "Column2");
    assertThat(table.remarks())
        .singleElement()
        .asString()
        .startsWith("no line of column names was found in t.csv, so that its columns are called");
    assertThat(read(write("u.csv", "a,b\n1,2.5\n")).remarks()).isEmpty();
  }

  @Test
  void aRowThatDoesNotFitHasAnErrorOfItsOwn() throws IOException {
    Path table = write("t.csv", "a,b\n1,2\n3\n");

    assertThatThrownBy(() -> read(table))
        .isInstanceOf(BadRow.class)
        .hasMessage("t.csv line 3: 1 field, expected 2");
  }

  @Test
  void aTitleAboveTheNamesIsGuessed() throws IOException {
    Path table = write("t.csv", "# made on monday\na,b\n1,2\n2,3\n");
    CsvOptions skipping = CsvOptions.defaults().withBadRows(CsvOptions.BadRows.SKIP);

    assertThatThrownBy(() -> read(table))
        .hasMessage(
            "t.csv line 2: 2 fields, expected 1 by the first line; take that out if it is a title or"
                + " a comment");
    assertThatThrownBy(() -> CsvReader.read(write("u.csv", "#\nx\na,b\n1,2\n"), skipping))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            "2 rows do not fit, more than the 1 that do, such as u.csv line 3: 2 fields, expected 1");
  }

  @Test
  void aNameThatIsNearlyRightBringsTheRightOne() throws IOException {
    Frame table = read(write("t.csv", "größe,Unit Price,Datum\n1,2,3\n")).frame();

    assertThatThrownBy(() -> table.require("grosse"))
        .hasMessage(
            "no column 'grosse'; did you mean 'größe'? the table has größe, Unit Price, Datum");
    assertThatThrownBy(() -> table.require("unit_price")).hasMessageContaining("'Unit Price'?");
    assertThatThrownBy(() -> table.require("unitt price")).hasMessageContaining("'Unit Price'?");
    assertThatThrownBy(() -> table.require("price")).hasMessageContaining("'Unit Price'?");
    assertThatThrownBy(() -> table.require("sold"))
        .hasMessage("no column 'sold'; the table has größe, Unit Price, Datum");
  }

  private void refused(String name, String content, String message) throws IOException {
    Path file = write(name, content);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(message);
  }

  private static CsvResult read(Path file) throws IOException {
    return CsvReader.read(file, CsvOptions.defaults());
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
  }

  private static String wide() {
    return String.join(",", numbered(3_000)) + "\n" + "1,".repeat(2_999) + "1\n";
  }
}
