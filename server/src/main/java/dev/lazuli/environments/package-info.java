/// What jobs run in: Python environments, made from images and conda files by `uv`, once each.
@NullMarked
package dev.lazuli.environments;

import org.jspecify.annotations.NullMarked;
