/// Pipelines: jobs made of steps that hand their outputs on, and the components that steps are.
@NullMarked
package dev.lazuli.pipelines;

import org.jspecify.annotations.NullMarked;
