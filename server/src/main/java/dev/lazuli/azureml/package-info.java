/// Azure's wire protocols: ARM resources and their error words over the workspace's features.
@NullMarked
package dev.lazuli.azureml;

import org.jspecify.annotations.NullMarked;
