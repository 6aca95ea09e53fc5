package dev.lazuli.pipelines;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Cursor;
import dev.lazuli.schema.Document;
import dev.lazuli.schema.Form;
import dev.lazuli.schema.Node;
import dev.lazuli.schema.Output;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a step says of its component.
sealed interface ComponentPlace {
  /// A registered one, such as `azureml:prepare:1`.
  record Registered(String reference) implements ComponentPlace {}

  /// One in full: of a file, or of the step itself.
  record Full(Component component) implements ComponentPlace {}

  /// Nothing: the step says itself what it does.
  record Own() implements ComponentPlace {}

  /// How it is written: the path of a file, or the name of a registered one.
  Codec<ComponentPlace> CODEC =
      new Codec<>() {
        @Override
        public Optional<ComponentPlace> read(Node node, Cursor at) {
          if (node instanceof Node.Named) {
            return Component.DESCRIPTION.read(node, at).map(Full::new);
          }
          return Codecs.text()
              .read(node, at)
              .flatMap(text ->
                  at.form() == Form.WIRE || text.startsWith("azureml:")
                      ? Optional.of(new Registered(text))
                      : file(text, node, at));
        }

        @Override
        public JsonNode write(ComponentPlace place, Output out) {
          return switch (place) {
            case Registered(String reference) -> Json.tree(reference);
            case Full(Component component) -> Component.DESCRIPTION.write(component, out);
            case Own _ -> Json.tree("");
          };
        }

        @Override
        public String expected(Form form) {
          return "the path of a component's file, or azureml:NAME:VERSION";
        }
      };

  private static Optional<ComponentPlace> file(String text, Node node, Cursor at) {
    Path file =
        at.folder().orElse(Path.of("")).resolve(text.replaceFirst("^file:", "")).normalize();
    try {
      return Optional.of(new Full(Document.read(file).as(Component.DESCRIPTION)));
    } catch (Problem problem) {
      at.tell(node, problem.text(), problem instanceof Problem.Unsupported);
      return Optional.empty();
    }
  }
}
