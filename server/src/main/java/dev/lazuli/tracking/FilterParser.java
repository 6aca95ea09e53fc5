package dev.lazuli.tracking;

import dev.lazuli.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads MLflow's filter grammar: comparisons joined by AND.
public final class FilterParser {
  private static final int LENGTH_MAX = 100_000;
  private static final int CLAUSES_MAX = 100;
  private static final int ORDERS_MAX = 10;

  /// One token: quoted text, number, operator, punctuation, or a word with its dots and quotes.
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<text>'(?:[^']++|'')*+'|\"(?:[^\"]++|\"\")*+\"(?!\\s*\\.))"
              + "|(?<operator>!=|<>|<=|>=|==|=|<|>)|(?<punctuation>[(),;])"
              + "|(?<number>[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?(?![\\w.]))"
              + "|(?<word>(?:`[^`]*`|\"[^\"]*\"|[^\\s'\"`(),;=<>!.]+)(?:\\.(?:`[^`]*`|\"[^\"]*\"|[^\\s'\"`(),;=<>!]+))?))");

  private static final Map<String, Filter.Comparator> OPERATORS =
      Map.of(
          "=", Filter.Comparator.EQUAL,
          "!=", Filter.Comparator.NOT_EQUAL,
          "<", Filter.Comparator.LESS,
          "<=", Filter.Comparator.LESS_OR_EQUAL,
          ">", Filter.Comparator.GREATER,
          ">=", Filter.Comparator.GREATER_OR_EQUAL);

  /// What may stand before the dot of a key of runs, and what it means.
  private static final Map<String, String> ENTITIES =
      Map.ofEntries(
          Map.entry("metric", "metric"),
          Map.entry("metrics", "metric"),
          Map.entry("param", "parameter"),
          Map.entry("params", "parameter"),
          Map.entry("parameter", "parameter"),
          Map.entry("parameters", "parameter"),
          Map.entry("tag", "tag"),
          Map.entry("tags", "tag"),
          Map.entry("attribute", "attribute"),
          Map.entry("attributes", "attribute"),
          Map.entry("attr", "attribute"),
          Map.entry("run", "attribute"),
          Map.entry("dataset", "dataset"),
          Map.entry("datasets", "dataset"));

  private final String source;
  private final List<Token> tokens;
  private final Map<String, String> entities;
  private int at;

  private FilterParser(String source, List<Token> tokens, Map<String, String> entities) {
    this.source = source;
    this.tokens = tokens;
    this.entities = entities;
  }

  private enum Kind {
    TEXT,
    OPERATOR,
    PUNCTUATION,
    NUMBER,
    WORD,
    END
  }

  private record Token(Kind kind, String text) {
    boolean isWord(String word) {
      return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }
  }

  /// Reads a filter; an empty one holds for everything.
  ///
  /// @throws Problem.Invalid when it is not in the grammar
  public static Filter parse(String filter) {
    return parse(filter, ENTITIES);
  }

  /// Reads a filter whose keys have other words before their dot.
  ///
  /// @param entities the words, and what each means
  /// @throws Problem.Invalid when it is not in the grammar
  public static Filter parse(String filter, Map<String, String> entities) {
    if (filter.isBlank()) {
      return new Filter(List.of());
    }
    if (filter.length() > LENGTH_MAX) {
      throw new Problem.Invalid(
          "filter", "a filter has at most %d characters".formatted(LENGTH_MAX));
    }
    return new FilterParser(filter, tokens(filter), entities).all();
  }

  /// The parts of each entry of an order.
  ///
  /// @throws Problem.Invalid when one cannot be read, there are more than 10, or one is there twice
  public static List<Order> orders(List<String> texts) {
    if (texts.size() > ORDERS_MAX) {
      throw new Problem.Invalid(
          "order_by", "order_by has at most %d entries".formatted(ORDERS_MAX));
    }
    List<Order> orders = texts.stream().map(FilterParser::order).toList();
    if (orders.stream().map(Order::key).distinct().count() < orders.size()) {
      throw new Problem.Invalid(
          "order_by", "`order_by` contains duplicate fields: %s".formatted(texts));
    }
    return orders;
  }

  /// The parts of an `order_by` entry: the key, and whether it ascends.
  ///
  /// @throws Problem.Invalid when it is not `KEY`, `KEY ASC` or `KEY DESC`
  public static Order order(String text) {
    String trimmed = text.strip();
    boolean ascending = true;
    Matcher direction = Pattern.compile("(?is)(.*\\S)\\s+(asc|desc)").matcher(trimmed);
    if (direction.matches()) {
      trimmed = direction.group(1);
      ascending = direction.group(2).equalsIgnoreCase("asc");
    }
    boolean bareWords = trimmed.matches("(?s)[^`\"]*[\\s,][^`\"]*");
    if (trimmed.isEmpty() || bareWords) {
      throw new Problem.Invalid(
          "order_by", "Invalid order_by clause '%s'. Could not be parsed.".formatted(text));
    }
    return new Order(key(trimmed, ENTITIES), ascending);
  }

  /// One entry of an order.
  public record Order(Filter.Key key, boolean ascending) {}

  private static boolean isSpacedAttribute(String text) {
    return text.toLowerCase(Locale.ROOT).endsWith("run name");
  }

  private static List<Token> tokens(String filter) {
    List<Token> found = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(filter);
    int position = 0;
    while (position < filter.stripTrailing().length()) {
      if (!matcher.find(position) || matcher.start() != position) {
        throw invalidClauses(filter.substring(position).strip());
      }
      for (Kind kind :
          List.of(Kind.TEXT, Kind.OPERATOR, Kind.PUNCTUATION, Kind.NUMBER, Kind.WORD)) {
        String text = matcher.group(kind.name().toLowerCase(Locale.ROOT));
        if (text != null) {
          found.add(new Token(kind, text));
        }
      }
      position = matcher.end();
    }
    return found;
  }

  private static Problem.Invalid invalidClauses(String what) {
    return new Problem.Invalid("filter", "Invalid clause(s) in filter string: %s".formatted(what));
  }

  private Filter all() {
    List<Filter.Comparison> comparisons = new ArrayList<>();
    comparisons.add(comparison());
    while (peek().kind() != Kind.END) {
      if (!peek().isWord("AND")) {
        throw invalidClauses(peek().text());
      }
      at++;
      comparisons.add(comparison());
      if (comparisons.size() > CLAUSES_MAX) {
        throw new Problem.Invalid(
            "filter", "a filter has at most %d comparisons".formatted(CLAUSES_MAX));
      }
    }
    return new Filter(List.copyOf(comparisons));
  }

  private Filter.Comparison comparison() {
    Token name = next();
    if (name.kind() != Kind.WORD && !(name.kind() == Kind.TEXT && name.text().startsWith("\""))) {
      throw invalidClauses(name.kind() == Kind.END ? source : name.text());
    }
    String text = name.text();
    if (isSpacedAttribute(text + " " + peek().text()) && peek().kind() == Kind.WORD) {
      text = text + " " + next().text();
    }
    Filter.Key key = key(text, entities);
    Filter.Comparator comparator = comparator();
    return new Filter.Comparison(key, comparator, value(comparator));
  }

  private Filter.Comparator comparator() {
    Token token = next();
    if (token.kind() == Kind.OPERATOR) {
      Filter.Comparator comparator = OPERATORS.get(token.text());
      if (comparator == null) {
        throw new Problem.Invalid(
            "filter",
            "Invalid comparator '%s' not one of '{'>', '>=', '<', '<=', '!=', '='}"
                .formatted(token.text()));
      }
      return comparator;
    }
    if (token.isWord("LIKE")) {
      return Filter.Comparator.LIKE;
    }
    if (token.isWord("ILIKE")) {
      return Filter.Comparator.ILIKE;
    }
    if (token.isWord("IN")) {
      return Filter.Comparator.IN;
    }
    if (token.isWord("NOT") && peek().isWord("IN")) {
      at++;
      return Filter.Comparator.NOT_IN;
    }
    if (token.isWord("IS")) {
      boolean not = peek().isWord("NOT");
      at += not ? 1 : 0;
      if (next().isWord("NULL")) {
        return not ? Filter.Comparator.IS_NOT_NULL : Filter.Comparator.IS_NULL;
      }
    }
    throw invalidClauses(source.strip());
  }

  private Filter.Value value(Filter.Comparator comparator) {
    return switch (comparator) {
      case IS_NULL, IS_NOT_NULL -> new Filter.Value.None();
      case IN, NOT_IN -> texts();
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, LIKE, ILIKE ->
          single();
    };
  }

  private Filter.Value single() {
    Token token = next();
    return switch (token.kind()) {
      case TEXT -> new Filter.Value.Text(unquoted(token.text()));
      case NUMBER -> new Filter.Value.Numeric(token.text());
      case WORD ->
          throw new Problem.Invalid(
              "filter",
              "Parameter value is either not quoted or unidentified quote types used for string value %s. Use either single or double quotes."
                  .formatted(token.text()));
      case OPERATOR, PUNCTUATION, END -> throw invalidClauses(source.strip());
    };
  }

  private Filter.Value texts() {
    expect("(");
    if (accept(")")) {
      return new Filter.Value.Texts(List.of());
    }
    List<String> all = new ArrayList<>();
    do {
      Token token = next();
      if (token.kind() != Kind.TEXT) {
        throw new Problem.Invalid(
            "filter",
            "While parsing a list in the query, expected string value, punctuation, or whitespace, but got different type in list: (%s)"
                .formatted(token.text()));
      }
      all.add(unquoted(token.text()));
    } while (accept(","));
    expect(")");
    return new Filter.Value.Texts(List.copyOf(all));
  }

  private boolean accept(String punctuation) {
    boolean found = peek().kind() == Kind.PUNCTUATION && peek().text().equals(punctuation);
    at += found ? 1 : 0;
    return found;
  }

  private void expect(String punctuation) {
    if (!accept(punctuation)) {
      throw invalidClauses(source.strip());
    }
  }

  private Token peek() {
    return at < tokens.size() ? tokens.get(at) : new Token(Kind.END, "");
  }

  private Token next() {
    Token token = peek();
    at++;
    return token;
  }

  private static Filter.Key key(String text, Map<String, String> entities) {
    int dot = text.startsWith("`") || text.startsWith("\"") ? quotedEnd(text) : text.indexOf('.');
    if (dot < 0 || dot >= text.length()) {
      return new Filter.Key("attribute", bare(text));
    }
    String entity = bare(text.substring(0, dot));
    return new Filter.Key(canonical(entity, entities), bare(text.substring(dot + 1)));
  }

  private static int quotedEnd(String text) {
    return text.indexOf(text.charAt(0), 1) + 1;
  }

  private static String canonical(String entity, Map<String, String> entities) {
    String meaning = entities.get(entity);
    if (meaning == null) {
      throw new Problem.Invalid(
          "filter",
          "Invalid entity type '%s'. Valid values are ['%s']"
              .formatted(
                  entity,
                  String.join("', '", entities.values().stream().distinct().sorted().toList())));
    }
    return meaning;
  }

  private static String bare(String text) {
    boolean quoted =
        text.length() >= 2
            && (text.charAt(0) == '`' || text.charAt(0) == '"')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static String unquoted(String text) {
    char quote = text.charAt(0);
    String doubled = String.valueOf(quote).repeat(2);
    return text.substring(1, text.length() - 1).replace(doubled, String.valueOf(quote));
  }
}
