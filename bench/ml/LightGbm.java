import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// LightGBM's fastest call for one row, through its C API.
final class LightGbm {
  private static final ValueLayout A = ValueLayout.ADDRESS;
  private static final ValueLayout I = ValueLayout.JAVA_INT;
  private final MethodHandle fast;
  private final MemorySegment config;
  private final MemorySegment row;
  private final MemorySegment length = Arena.global().allocate(ValueLayout.JAVA_LONG);
  private final MemorySegment out = Arena.global().allocate(ValueLayout.JAVA_DOUBLE);

  LightGbm(String library, String model, int features) throws Throwable {
    var symbols = SymbolLookup.libraryLookup(Path.of(library), Arena.global());
    MethodHandle load = handle(symbols, "LGBM_BoosterLoadModelFromString", A, A, A);
    MethodHandle init =
        handle(
            symbols, "LGBM_BoosterPredictForMatSingleRowFastInit", A, I, I, I, I, I, A, A);
    fast = handle(symbols, "LGBM_BoosterPredictForMatSingleRowFast", A, A, A, A);
    Arena arena = Arena.global();
    MemorySegment booster = arena.allocate(A);
    MemorySegment fastConfig = arena.allocate(A);
    int failed = (int) load.invoke(arena.allocateFrom(model), arena.allocate(I), booster);
    MemorySegment handle = booster.get(ValueLayout.ADDRESS, 0);
    MemorySegment parameters = arena.allocateFrom("num_threads=1");
    failed |= (int) init.invoke(handle, 1, 0, -1, 1, features, parameters, fastConfig);
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
}
