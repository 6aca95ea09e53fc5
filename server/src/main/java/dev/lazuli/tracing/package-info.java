/// Traces of applications that answer with language models: spans, tags, and what is said of them.
@NullMarked
package dev.lazuli.tracing;

import org.jspecify.annotations.NullMarked;
