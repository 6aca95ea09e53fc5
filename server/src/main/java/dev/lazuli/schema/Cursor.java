package dev.lazuli.schema;

import dev.lazuli.base.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a reader is in a document, and where it reports what is wrong there.
public final class Cursor {
  private static final int FAULTS_MAX = 50;

  private final Form form;
  private final String path;
  private final Optional<Path> folder;
  private final List<Fault> faults;
  private final List<String> known;

  private Cursor(
      Form form, String path, Optional<Path> folder, List<Fault> faults, List<String> known) {
    this.form = form;
    this.path = path;
    this.folder = folder;
    this.faults = faults;
    this.known = known;
  }

  /// At the top of a document.
  ///
  /// @param folder that relative paths start from; empty when there is no file
  static Cursor at(Form form, Optional<Path> folder) {
    return new Cursor(form, "", folder, new ArrayList<>(), List.of());
  }

  /// One thing that is wrong.
  ///
  /// @param path in the words of the form, such as `limits.max_trials`
  /// @param unsupported whether it is right, but not done here
  record Fault(Place place, String path, String message, boolean unsupported) {}

  /// How the document is written.
  public Form form() {
    return form;
  }

  /// The folder that relative paths start from; empty when there is no file.
  public Optional<Path> folder() {
    return folder;
  }

  /// The path here in the words of the form, without the envelope's `properties`.
  public String path() {
    return form == Form.WIRE && path.startsWith("properties.")
        ? path.substring("properties.".length())
        : path;
  }

  /// At a member.
  public Cursor below(String key) {
    return new Cursor(form, path.isEmpty() ? key : path + "." + key, folder, faults, List.of());
  }

  /// At an entry of a list.
  public Cursor below(int index) {
    return new Cursor(form, "%s[%d]".formatted(path, index), folder, faults, List.of());
  }

  /// At the same place, for a part whose fields stand among these.
  Cursor among(List<String> fields) {
    List<String> all = new ArrayList<>(known);
    all.addAll(fields);
    return new Cursor(form, path, folder, faults, all);
  }

  /// Fields beside those of the part that is read.
  List<String> known() {
    return known;
  }

  /// Reports that the value is not what was expected.
  public <T> Optional<T> wrong(Node node, String expected) {
    return report(node, "is not valid: expected " + expected, false);
  }

  /// Reports a fault of the value in words that follow its name and text.
  public <T> Optional<T> report(Node node, String words, boolean unsupported) {
    String shown =
        switch (node) {
          case Node.Value value -> " '" + shortened(value.text()) + "'";
          case Node.Items _, Node.Named _ -> "";
        };
    add(new Fault(node.place(), path(), subject(node) + shown + " " + words, unsupported));
    return Optional.empty();
  }

  /// Reports a fault in its own words.
  public void tell(Node node, String message, boolean unsupported) {
    add(new Fault(node.place(), path(), message, unsupported));
  }

  /// Reports a problem that a value met when it was made.
  <T> Optional<T> met(Node node, RuntimeException problem) {
    String message = String.valueOf(problem.getMessage());
    add(new Fault(node.place(), path(), message, problem instanceof Problem.Unsupported));
    return Optional.empty();
  }

  /// The faults so far.
  List<Fault> faults() {
    return faults;
  }

  private void add(Fault fault) {
    if (faults.size() < FAULTS_MAX) {
      faults.add(fault);
    }
  }

  private String subject(Node node) {
    if (node.place() instanceof Place.Option option) {
      return option.words();
    }
    String whole = form == Form.YAML ? "the document" : "the body";
    return path().isEmpty() ? whole : path();
  }

  private static String shortened(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
