package dev.lazuli.ml.model;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.design.NumberStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Named arrays of one dimension, kept in a `.npz` file that numpy reads without pickle.
///
/// Formats:
/// [numpy.lib.format](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
public final class NumberArrays implements NumberStore {
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '(<f8|<i8|<i4)', 'fortran_order': False, 'shape': \\((\\d+),\\), \\}\\s*");
  private static final int PREFIX = 10;

  /// A file may hold no more bytes than this, unpacked.
  private static final int BYTES_MAX = 1 << 30;

  private final Map<String, ByteBuffer> arrays = new LinkedHashMap<>();
  private final Map<String, String> types = new LinkedHashMap<>();

  @Override
  public void put(String name, double[] values) {
    ByteBuffer bytes = room(name, "<f8", values.length * 8L);
    for (double value : values) {
      bytes.putDouble(value);
    }
  }

  @Override
  public void put(String name, int[] values) {
    ByteBuffer bytes = room(name, "<i4", values.length * 4L);
    for (int value : values) {
      bytes.putInt(value);
    }
  }

  /// Adds an array under a name; copied.
  public void put(String name, long[] values) {
    ByteBuffer bytes = room(name, "<i8", values.length * 8L);
    for (long value : values) {
      bytes.putLong(value);
    }
  }

  private ByteBuffer room(String name, String type, long size) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    arrays.put(name, bytes);
    types.put(name, type);
    return bytes;
  }

  @Override
  public double[] doubles(String name) {
    ByteBuffer bytes = find(name, "<f8");
    double[] values = new double[bytes.remaining() / 8];
    bytes.asDoubleBuffer().get(values);
    return values;
  }

  @Override
  public int[] ints(String name) {
    ByteBuffer bytes = find(name, "<i4");
    int[] values = new int[bytes.remaining() / 4];
    bytes.asIntBuffer().get(values);
    return values;
  }

  /// The array of that name.
  ///
  /// @throws InvalidInput when there is none, or it holds something else
  public long[] longs(String name) {
    ByteBuffer bytes = find(name, "<i8");
    long[] values = new long[bytes.remaining() / 8];
    bytes.asLongBuffer().get(values);
    return values;
  }

  private ByteBuffer find(String name, String type) {
    ByteBuffer bytes = arrays.get(name);
    if (bytes == null || !type.equals(types.get(name))) {
      throw new InvalidInput(
          "model", "the model file has no array '%s' of %s".formatted(name, type));
    }
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).rewind();
  }

  /// Writes all arrays as one file.
  public void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, ByteBuffer> array : arrays.entrySet()) {
        ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        String type = types.getOrDefault(array.getKey(), "<f8");
        byte[] values = array.getValue().array();
        zip.write(header(type, values.length / (type.endsWith("8") ? 8 : 4)));
        zip.write(values);
        zip.closeEntry();
      }
    }
  }

  private static byte[] header(String type, int length) {
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d,), }".formatted(type, length);
    int padded = (PREFIX + text.length() + 1 + 63) / 64 * 64 - PREFIX;
    byte[] bytes = new byte[PREFIX + padded];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    buffer.put((byte) 1).put((byte) 0).putShort((short) padded);
    buffer.put(
        (text + " ".repeat(padded - text.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
    return bytes;
  }

  /// The arrays of a file, which may come from anyone.
  ///
  /// @throws InvalidInput when it holds something else, or more than a limit
  public static NumberArrays read(Path file) throws IOException {
    NumberArrays arrays = new NumberArrays();
    long budget = BYTES_MAX;
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] bytes = limited(zip, budget);
        budget -= bytes.length;
        arrays.add(entry.getName(), bytes);
      }
    }
    return arrays;
  }

  private static byte[] limited(InputStream in, long budget) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] chunk = new byte[1 << 16];
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      all.write(chunk, 0, n);
      if (all.size() > budget) {
        throw new InvalidInput(
            "model", "the model's arrays are larger than %d bytes".formatted(BYTES_MAX));
      }
    }
    return all.toByteArray();
  }

  private void add(String entry, byte[] bytes) {
    int headerLength =
        bytes.length < PREFIX
            ? 0
            : Byte.toUnsignedInt(bytes[8]) | Byte.toUnsignedInt(bytes[9]) << 8;
    int start = PREFIX + headerLength;
    Matcher header =
        HEADER.matcher(
            bytes.length < start || headerLength == 0
                ? ""
                : new String(bytes, PREFIX, headerLength, StandardCharsets.US_ASCII));
    if (!entry.endsWith(".npy") || !header.matches()) {
      throw new InvalidInput("model", "'%s' is no array of numbers".formatted(entry));
    }
    String name = entry.substring(0, entry.length() - 4);
    long size = Long.parseLong(header.group(2)) * (header.group(1).endsWith("8") ? 8 : 4);
    if (size != bytes.length - start) {
      throw new InvalidInput("model", "array '%s' is not as long as it says".formatted(name));
    }
    arrays.put(name, ByteBuffer.wrap(bytes, start, (int) size).slice());
    types.put(name, header.group(1));
  }
}
