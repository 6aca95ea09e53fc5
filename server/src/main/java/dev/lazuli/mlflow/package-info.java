/// The MLflow REST protocol: its paths, shapes and error words over tracking and registry.
@NullMarked
package dev.lazuli.mlflow;

import org.jspecify.annotations.NullMarked;
