/// What every package stands on: problems, limits, configuration, JSON, identifiers, bounded
/// fan-out.
@NullMarked
package dev.lazuli.base;

import org.jspecify.annotations.NullMarked;
