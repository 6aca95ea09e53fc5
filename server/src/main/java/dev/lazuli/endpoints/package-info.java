/// Online endpoints: names that clients call, deployments of models behind them, and their scoring.
@NullMarked
package dev.lazuli.endpoints;

import org.jspecify.annotations.NullMarked;
