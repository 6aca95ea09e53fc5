import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// LightGBM's fastest calls for one row and for many, one thread, through its C API.
final class LightGbm {
  private static final ValueLayout A = ValueLayout.ADDRESS;
  private static final ValueLayout I = ValueLayout.JAVA_INT;
  private final MethodHandle fast;
  private final MethodHandle many;
  private final MemorySegment model;
  private final MemorySegment parameters;
  private final MemorySegment config;
  private final MemorySegment row;
  private final MemorySegment length = Arena.global().allocate(ValueLayout.JAVA_LONG);
  private final MemorySegment out = Arena.global().allocate(ValueLayout.JAVA_DOUBLE);

  LightGbm(String library, String text, int features) throws Throwable {
    var symbols = SymbolLookup.libraryLookup(Path.of(library), Arena.global());
    MethodHandle load = handle(symbols, "LGBM_BoosterLoadModelFromString", A, A, A);
    MethodHandle init =
        handle(
            symbols, "LGBM_BoosterPredictForMatSingleRowFastInit", A, I, I, I, I, I, A, A);
    fast = handle(symbols, "LGBM_BoosterPredictForMatSingleRowFast", A, A, A, A);
    many =
        handle(symbols, "LGBM_BoosterPredictForMat", A, A, I, I, I, I, I, I, I, A, A, A);
    Arena arena = Arena.global();
    MemorySegment booster = arena.allocate(A);
    MemorySegment fastConfig = arena.allocate(A);
    int failed = (int) load.invoke(arena.allocateFrom(text), arena.allocate(I), booster);
    model = booster.get(ValueLayout.ADDRESS, 0);
    parameters = arena.allocateFrom("num_threads=1");
    failed |= (int) init.invoke(model, 1, 0, -1, 1, features, parameters, fastConfig);
    if (failed != 0) {
      throw new IllegalStateException("LightGBM did not load the model");
    }
    config = fastConfig.get(ValueLayout.ADDRESS, 0);
    row = arena.allocate(ValueLayout.JAVA_DOUBLE, features);
  }

  private static MethodHandle handle(SymbolLookup symbols, String name, ValueLayout... types) {
    return Linker.nativeLinker()
        .downcallHandle(symbols.find(name).orElseThrow(), FunctionDescriptor.of(I, types));
  }

  double score(double[] values) throws Throwable {
    MemorySegment.copy(values, 0, row, ValueLayout.JAVA_DOUBLE, 0, values.length);
    int failed = (int) fast.invokeExact(config, row, length, out);
    return failed == 0 ? out.get(ValueLayout.JAVA_DOUBLE, 0) : Double.NaN;
  }

  /// Scores rows that lie one after the other.
  void score(MemorySegment rows, int count, int features, MemorySegment scores) throws Throwable {
    int failed =
        (int)
            many.invokeExact(
                model, rows, 1, count, features, 1, 1, 0, -1, parameters, length, scores);
    if (failed != 0) {
      throw new IllegalStateException("LightGBM did not score the rows");
    }
  }
}
