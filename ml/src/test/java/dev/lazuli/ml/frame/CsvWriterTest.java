package dev.lazuli.ml.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvWriterTest {
  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    List<String> texts = List.of("plain", "a,b", "say \"x\"", "two\nlines", "é😀", "");
    var text = new TextColumn("te,xt", ColumnType.CATEGORY, new int[] {0, 1, 2, 3, 4, -1}, texts);
    var number =
        new NumberColumn(
            "n",
            ColumnType.NUMBER,
            new double[] {0.1, 1e300, -Double.MIN_VALUE, Double.NaN, 1.0 / 3, 7});
    var written = new ByteArrayOutputStream();

    try (var writer = new CsvWriter(written)) {
      writer.write(new Frame(List.of(text, number)));
    }

    assertThat(written.toString(UTF_8))
        .startsWith("\"te,xt\",n\nplain,0.1\n\"a,b\",1.0E300\n\"say \"\"x\"\"\",-4.9E-324\n");
    Frame frame =
        CsvReader.read(new ByteArrayInputStream(written.toByteArray()), "x", CsvOptions.defaults())
            .frame();
    for (int row = 0; row < 6; row++) {
      assertThat(frame.require("te,xt").text(row)).isEqualTo(text.text(row));
      assertThat(frame.require("n").text(row)).isEqualTo(number.text(row));
    }
  }

  @Test
  void anEmptyFieldAloneInItsRowIsQuotedSoThatTheRowIsNotBlank() throws IOException {
    var written = new ByteArrayOutputStream();

    try (var writer = new CsvWriter(written)) {
      writer.row(List.of("a"));
      writer.row(List.of(""));
    }

    assertThat(written.toString(UTF_8)).isEqualTo("a\n\"\"\n");
  }
}
