package dev.lazuli.automl;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.standard;

import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import java.util.List;

/// A setting of whole numbers that may be left to the search: `auto`, `24`, `[1, 7]`; Azure's wire
/// has `{"mode": "Custom", "value": 24}`.
///
/// @param values none for automatic
/// @param isSaid whether somebody wrote it
record Chosen(List<Integer> values, boolean isSaid) {
  /// Nothing was said, which means automatic.
  static final Chosen UNSAID = new Chosen(List.of(), false);

  private static final Chosen AUTO = new Chosen(List.of(), true);
  private static final Codec<String> MODE = Codecs.word(List.of("Auto", "Custom"));

  private static Chosen of(List<Integer> values) {
    return new Chosen(values, true);
  }

  /// The number; 0 for automatic.
  int number() {
    return values.isEmpty() ? 0 : values.getFirst();
  }

  private String mode() {
    return values.isEmpty() ? "Auto" : "Custom";
  }

  /// One number in `[min, max]`.
  static Codec<Chosen> number(int min, int max) {
    Codec<Chosen> yaml = Codecs.whole(min, max).as(value -> of(List.of(value)), Chosen::number);
    Codec<Chosen> wire =
        Description.of(
            "choice",
            "A number, or automatic.",
            fields -> {
              var mode = fields.add(standard("mode", MODE, "Auto", Chosen::mode));
              var value = fields.add(optional("value", Codecs.whole(0, max), 0, Chosen::number));
              return given -> {
                boolean isCustom = given.get(mode).equals("Custom");
                given.expect(
                    !isCustom || given.get(value) >= min,
                    value,
                    "a whole number from %d to %d".formatted(min, max));
                return isCustom ? of(List.of(given.get(value))) : AUTO;
              };
            });
    return Codecs.perForm(Codecs.wordOr("auto", AUTO, yaml), wire);
  }

  /// Several numbers from 1.
  static Codec<Chosen> numbers() {
    Codec<List<Integer>> list = Codecs.listOrOne(Codecs.whole(1, 99_999));
    Codec<Chosen> wire =
        Description.of(
            "choice",
            "Numbers, or automatic.",
            fields -> {
              var mode = fields.add(standard("mode", MODE, "Auto", Chosen::mode));
              var values = fields.add(optional("values", list, List.of(), Chosen::values));
              return given -> given.get(mode).equals("Custom") ? of(given.get(values)) : AUTO;
            });
    return Codecs.perForm(Codecs.wordOr("auto", AUTO, list.as(Chosen::of, Chosen::values)), wire);
  }
}
