package dev.lazuli.ml.automl;

import dev.lazuli.ml.automl.Guardrail.Check;
import dev.lazuli.ml.automl.Guardrail.Status;
import java.util.ArrayList;
import java.util.List;

/// What the checks of a table found so far.
final class Findings {
  private final List<Guardrail> found = new ArrayList<>();

  void done(Check check, String message, String... columns) {
    found.add(new Guardrail(check, Status.DONE, message, List.of(columns)));
  }

  void alert(Check check, String message, String... columns) {
    found.add(new Guardrail(check, Status.ALERTED, message, List.of(columns)));
  }

  /// What a check found and took care of, as sentences.
  List<String> done(Check check) {
    return found.stream()
        .filter(one -> one.check() == check && one.status() == Status.DONE)
        .map(Guardrail::message)
        .toList();
  }

  /// Everything found, as sentences.
  List<String> notes() {
    return found.stream().map(Guardrail::message).toList();
  }

  /// Every check in its order: what it found, or that it passed.
  List<Guardrail> all() {
    List<Guardrail> all = new ArrayList<>();
    for (Check check : Check.values()) {
      List<Guardrail> own = found.stream().filter(one -> one.check() == check).toList();
      all.addAll(own.isEmpty() ? List.of(Guardrail.passed(check)) : own);
    }
    return all;
  }
}
