package dev.lazuli.registry;

import dev.lazuli.base.Problem;

/// MLflow's old word for what a version is used for.
public enum Stage {
  NONE("None"),
  STAGING("Staging"),
  PRODUCTION("Production"),
  ARCHIVED("Archived");

  private final String text;

  Stage(String text) {
    this.text = text;
  }

  /// As it is written.
  public String text() {
    return text;
  }

  /// The stage of that name in any case.
  ///
  /// @throws Problem.Invalid when there is none
  public static Stage parse(String text) {
    for (Stage stage : values()) {
      if (stage.text.equalsIgnoreCase(text)) {
        return stage;
      }
    }
    throw new Problem.Invalid(
        "stage",
        "Invalid Model Version stage: %s. Value must be one of None, Staging, Production, Archived."
            .formatted(text));
  }

  boolean isActive() {
    return this == STAGING || this == PRODUCTION;
  }
}
