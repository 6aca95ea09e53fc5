package dev.lazuli.schema;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// What was given for the fields of one resource: the arguments of its record's constructor.
public final class Given {
  private final Map<Field<?, ?>, Object> values;
  private final Node.Named node;
  private final Cursor at;

  Given(Map<Field<?, ?>, Object> values, Node.Named node, Cursor at) {
    this.values = values;
    this.node = node;
    this.at = at;
  }

  /// The value of a field, its default when it was not given.
  @SuppressWarnings("unchecked") // the description puts in what the field's own codec has read
  public <V> V get(Field<?, V> field) {
    Object value = values.get(field);
    if (value == null) {
      throw new IllegalStateException(field.name() + " is no field of this description");
    }
    return (V) value;
  }

  /// How the document is written.
  public Form form() {
    return at.form();
  }

  /// Whether somebody wrote the field.
  public boolean has(Field<?, ?> field) {
    return find(field).isPresent();
  }

  /// Reports a rule that does not hold.
  ///
  /// @param field where it is told
  /// @param words with `%s` where the path of a field stands, in the words of the document
  public void require(boolean holds, Field<?, ?> field, String words, Field<?, ?>... named) {
    if (!holds) {
      place(field).tell(find(field).orElse(node), words.formatted(paths(named)), false);
    }
  }

  /// Reports that a value does not fit the others.
  ///
  /// @param expected what is right: `a whole number from 2 to 100`
  public void expect(boolean holds, Field<?, ?> field, String expected) {
    if (!holds) {
      place(field).wrong(find(field).orElse(node), expected);
    }
  }

  /// Reports what is right but not done here.
  ///
  /// @param why in words that follow the field's path, with `%s` where the path of a field stands
  public void refuse(boolean met, Field<?, ?> field, String why, Field<?, ?>... named) {
    if (met) {
      Cursor place = place(field);
      place.tell(find(field).orElse(node), place.path() + " " + why.formatted(paths(named)), true);
    }
  }

  private Object[] paths(Field<?, ?>... named) {
    return Arrays.stream(named).map(one -> place(one).path()).toArray();
  }

  private Optional<Node> find(Field<?, ?> field) {
    return field.find(node, at.form());
  }

  private Cursor place(Field<?, ?> field) {
    return at.below(field.path(at.form()));
  }
}
