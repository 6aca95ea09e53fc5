/// Registered models, their versions and aliases: one registry for MLflow and Azure ML.
@NullMarked
package dev.lazuli.registry;

import org.jspecify.annotations.NullMarked;
