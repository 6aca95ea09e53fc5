/// What a deployment answers with: requests, answers, and the scorers between them.
@NullMarked
package dev.lazuli.endpoints.scoring;

import org.jspecify.annotations.NullMarked;
