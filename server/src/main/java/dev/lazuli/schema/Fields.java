package dev.lazuli.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Takes the fields of a resource in the order in which people want to read of them.
///
/// @param <R> the record that is described
public final class Fields<R> {
  private final List<Field<R, ?>> fields = new ArrayList<>();
  private final List<Field<R, ?>> answers = new ArrayList<>();
  private final List<Other> others = new ArrayList<>();
  private String group = "";

  Fields() {}

  /// A field that no record has.
  ///
  /// @param unsupported why it cannot be used here; empty when it says nothing and is left out
  record Other(String name, String wire, String unsupported) {
    String path(Form form) {
      return form == Form.YAML ? name : wire;
    }
  }

  /// The fields that follow lie below this path on the wire; their place in YAML is the top.
  public Fields<R> below(String path) {
    group = path.isEmpty() ? "" : path + ".";
    return this;
  }

  /// Adds a field that people write.
  public <V> Field<R, V> add(Field<R, V> field) {
    Field<R, V> placed = field.isIn(Form.WIRE) ? field.wire(group + field.path(Form.WIRE)) : field;
    fields.add(placed);
    return placed;
  }

  /// Adds what the resource is beyond the fields so far, whose own fields stand among them: the
  /// kinds of a job, say. Its paths on the wire start from the top.
  public <V> Field<R, V> addPart(Codec<V> codec, Function<R, V> value) {
    Field<R, V> part = Field.part(codec, value);
    fields.add(part);
    return part;
  }

  /// Adds a field that the server answers with: printed, and accepted and passed over when a
  /// printed document is given back.
  ///
  /// @param wire its path there, from the top of the resource
  public <V> void answer(String name, String wire, Codec<V> codec, String meaning) {
    Field<R, V> field =
        Field.<R, V>required(
                name,
                codec,
                _ -> {
                  throw new IllegalStateException(name + " is the server's to say");
                })
            .wire(wire)
            .meaning(meaning);
    answers.add(field);
  }

  /// Adds what the server answers with for every resource: its id, and who made it when.
  ///
  /// @param idPrefix what `az` prints before the id of these: nothing, or `azureml:`
  public void answerOrigin(String idPrefix) {
    answer(
        "id",
        "id",
        Codecs.text().as(id -> idPrefix + id, id -> id),
        "Its id, the path of its URL.");
    answer(
        "creation_context",
        "systemData",
        Codecs.texts().as(Words::snakeKeys, all -> all),
        "Who made and changed it, and when.");
    answer(
        "resourceGroup",
        "id",
        Codecs.text().as(id -> (id + "/////").split("/", -1)[4], group -> group),
        "The resource group of its workspace.");
    for (String envelope : List.of("type", "name", "location", "kind", "sku", "identity")) {
      others.add(new Other("", envelope, ""));
    }
  }

  /// Takes a field that says nothing, such as `$schema`.
  public void passOver(String name) {
    others.add(new Other(name, group + Words.camel(name), ""));
  }

  /// Takes a field that says nothing, under another name on the wire.
  public void passOver(String name, String wire) {
    others.add(new Other(name, group + wire, ""));
  }

  /// Refuses a field that Azure has and that cannot be honoured here.
  ///
  /// @param why in words that follow the field's name
  public void refuse(String name, String why) {
    refuse(name, Words.camel(name), why);
  }

  /// Refuses a field under another name on the wire.
  public void refuse(String name, String wire, String why) {
    others.add(new Other(name, group + wire, why));
  }

  List<Field<R, ?>> fields() {
    return List.copyOf(fields);
  }

  List<Field<R, ?>> answers() {
    return List.copyOf(answers);
  }

  List<Other> others() {
    return List.copyOf(others);
  }
}
