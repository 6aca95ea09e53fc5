package dev.lazuli.data;

import dev.lazuli.base.Problem;
import java.util.Locale;

/// What a data asset points to.
public enum DataType {
  /// One file.
  URI_FILE("uri_file"),
  /// A folder of files.
  URI_FOLDER("uri_folder"),
  /// A folder with an `MLTable` file that says how its files become a table.
  MLTABLE("mltable");

  private final String word;

  DataType(String word) {
    this.word = word;
  }

  /// Azure's word for it.
  public String word() {
    return word;
  }

  /// The type that a word means, in any of Azure's spellings: `uri_file`, `UriFile`.
  ///
  /// @throws Problem.Invalid when there is none
  public static DataType of(String word) {
    String key = word.replace("_", "").toLowerCase(Locale.ROOT);
    for (DataType type : values()) {
      if (type.word.replace("_", "").equals(key)) {
        return type;
      }
    }
    throw new Problem.Invalid("dataType", word, "uri_file, uri_folder or mltable");
  }
}
