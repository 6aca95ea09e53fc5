/// The files of models, and the models that can be read from them without running code.
@NullMarked
package dev.lazuli.models;

import org.jspecify.annotations.NullMarked;
