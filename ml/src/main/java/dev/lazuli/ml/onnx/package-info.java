/// Models of tables as [ONNX](https://onnx.ai/onnx/repo-docs/IR.html) files: preparation and model
/// in one graph, written and read without any other library.
@NullMarked
package dev.lazuli.ml.onnx;

import org.jspecify.annotations.NullMarked;
