package dev.lazuli.ml.bayes;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.design.NumberStore;
import dev.lazuli.ml.score.RowModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A naive Bayes classifier: scores are log-likelihoods, which softmax turns into probabilities.
///
/// A feature that is missing, or of an unknown code, says nothing about the class. Immutable.
public final class BayesModel implements RowModel {
  private final double[] priors;
  private final BayesTerm[] terms;

  /// @param priors logarithm of each class's share
  /// @param terms one for each feature
  BayesModel(double[] priors, List<BayesTerm> terms) {
    this.priors = priors;
    this.terms = terms.toArray(BayesTerm[]::new);
  }

  @Override
  public int features() {
    return terms.length;
  }

  /// What turns scores into predictions.
  public Link link() {
    return Link.SOFTMAX;
  }

  /// The number of classes.
  @Override
  public int outputs() {
    return priors.length;
  }

  @Override
  public void score(double[] row, double[] out) {
    System.arraycopy(priors, 0, out, 0, priors.length);
    for (int f = 0; f < terms.length; f++) {
      if (!Double.isNaN(row[f])) {
        terms[f].add(row[f], out);
      }
    }
  }

  /// Keeps this under names that begin with `prefix`.
  ///
  /// | array | content |
  /// | --- | --- |
  /// | `prior` | logarithm of each class's share |
  /// | `kind` | of each feature's term: 0 normal, 1 presence, 2 count, 3 codes |
  /// | `length` | of each term's numbers |
  /// | `number` | the terms' numbers one after the other |
  public void store(NumberStore store, String prefix) {
    int[] kinds = new int[terms.length];
    int[] lengths = new int[terms.length];
    for (int f = 0; f < terms.length; f++) {
      kinds[f] =
          switch (terms[f]) {
            case BayesTerm.Normal _ -> 0;
            case BayesTerm.Presence _ -> 1;
            case BayesTerm.Count _ -> 2;
            case BayesTerm.Codes _ -> 3;
          };
      lengths[f] = terms[f].numbers().length;
    }
    store.put(prefix + "prior", priors);
    store.put(prefix + "kind", kinds);
    store.put(prefix + "length", lengths);
    store.put(
        prefix + "number",
        Arrays.stream(terms).flatMapToDouble(term -> Arrays.stream(term.numbers())).toArray());
  }

  /// Reads what [#store] kept.
  public static BayesModel read(NumberStore store, String prefix) {
    int[] kinds = store.ints(prefix + "kind");
    int[] lengths = store.ints(prefix + "length");
    double[] numbers = store.doubles(prefix + "number");
    List<BayesTerm> terms = new ArrayList<>();
    int from = 0;
    for (int f = 0; f < kinds.length; f++) {
      double[] own = Arrays.copyOfRange(numbers, from, from + lengths[f]);
      from += lengths[f];
      terms.add(
          switch (kinds[f]) {
            case 0 -> new BayesTerm.Normal(own);
            case 1 -> new BayesTerm.Presence(own);
            case 2 -> new BayesTerm.Count(own);
            case 3 -> new BayesTerm.Codes(own);
            default -> throw new InvalidInput("kind", "unknown term " + kinds[f]);
          });
    }
    return new BayesModel(store.doubles(prefix + "prior"), terms);
  }
}
