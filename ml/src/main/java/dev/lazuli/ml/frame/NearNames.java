package dev.lazuli.ml.frame;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that somebody may have meant who wrote another one.
public final class NearNames {
  /// Names longer than this are compared by their beginnings.
  private static final int LENGTH_MAX = 100;

  /// Of names shorter than this, a part says nothing.
  private static final int PART_MIN = 3;

  private NearNames() {}

  /// The name of `names` that differs least from `wanted`: in case, marks and accents only, by a
  /// letter of four, or by what it has more than `wanted`.
  public static Optional<String> of(String wanted, List<String> names) {
    String plain = plain(wanted);
    String best = "";
    int least = plain.length() / 4 + 1;
    for (String name : names) {
      String other = plain(name);
      int apart = plain.isEmpty() || other.isEmpty() ? least : distance(plain, other);
      if (apart < least) {
        least = apart;
        best = name;
      }
    }
    return best.isEmpty() ? containing(plain, names) : Optional.of(best);
  }

  private static Optional<String> containing(String plain, List<String> names) {
    return plain.length() < PART_MIN
        ? Optional.empty()
        : names.stream().filter(name -> plain(name).contains(plain)).findFirst();
  }

  /// Letters and digits alone, in capitals and without accents.
  private static String plain(String name) {
    String some = name.substring(0, Math.min(LENGTH_MAX, name.length())).toUpperCase(Locale.ROOT);
    return Normalizer.normalize(some, Normalizer.Form.NFD).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /// How many letters must be changed, added or left out (Levenshtein's distance).
  private static int distance(String first, String second) {
    int[] row = new int[second.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= first.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[second.length()];
  }
}
