import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/// ONNX Runtime's Java library on one thread, for one row and for many.
final class OnnxRuntime implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String input;
  private final int features;
  private final FloatBuffer row;

  OnnxRuntime(String file, int features) throws OrtException {
    var options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    session = environment.createSession(file, options);
    input = session.getInputNames().iterator().next();
    this.features = features;
    row = buffer(features);
  }

  static FloatBuffer buffer(int size) {
    return ByteBuffer.allocateDirect(4 * size).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  float score(double[] values) throws OrtException {
    for (int f = 0; f < features; f++) {
      row.put(f, (float) values[f]);
    }
    return score(row, 1)[0][0];
  }

  /// Scores rows that lie one after the other.
  float[][] score(FloatBuffer rows, int count) throws OrtException {
    try (var tensor = OnnxTensor.createTensor(environment, rows, new long[] {count, features});
        var result = session.run(Map.of(input, tensor))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
