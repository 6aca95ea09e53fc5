package dev.lazuli.endpoints.workers;

import java.nio.file.Path;
import java.util.function.Consumer;

/// Makes Python environments, each once.
public interface EnvironmentBuilder {
  /// The interpreter of an environment that holds what the spec asks for.
  ///
  /// @param told takes what there is to say while it is made
  /// @throws dev.lazuli.base.Problem.Invalid when the spec cannot be met, with the reason
  Path python(PythonSpec spec, Consumer<String> told) throws InterruptedException;
}
