package dev.lazuli.ml.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Some neighbouring trees of a [SplitSweep]: steps that clear bits, and the leaves of the bits.
///
/// A step is a split's part of one word of 32 leaves. Four steps for one word share a loop. Loops
/// go by their columns, so that these stay in the cache while all trees pass them.
final class SplitTile {
  private static final int GROUP = 4;

  private final int firstOutput;
  private final int outputs;

  /// Words of each tree.
  private final int[] words;

  /// Of each group of steps, the word whose bits they clear.
  private final int[] groupWords;

  /// Of each step: twice its feature, and one more when missing values go left.
  private final int[] columns;

  /// Of each step, the least code that goes right.
  private final int[] limits;

  /// Of each step, the bits that stay when a row goes right.
  private final int[] masks;

  private final List<Table> tables;

  /// The value of the leaf of each bit.
  private final double[] leaves;

  /// A part of a split: `mask` are the bits that stay of a word in rows whose code is `limit` or
  /// more.
  private record Step(int column, int limit, int mask) {}

  /// Of each category of a feature, the bits of a word that stay.
  private static final class Table {
    private final int word;
    private final int feature;
    private final int[] masks;

    Table(int word, int feature, int codes) {
      this.word = word;
      this.feature = feature;
      masks = new int[codes];
      Arrays.fill(masks, -1);
    }
  }

  /// @param first the number of the first of these trees in its ensemble
  SplitTile(List<Tree> trees, int first, int outputs, FeatureCodes codes) {
    this.outputs = outputs;
    firstOutput = first % outputs;
    words = trees.stream().mapToInt(SplitTile::words).toArray();
    int count = Arrays.stream(words).sum();
    leaves = new double[count << 5];
    Placing placing = new Placing(codes, count);
    int word = 0;
    for (int t = 0; t < trees.size(); t++) {
      placing.place(trees.get(t), trees.get(t).splits() == 0 ? ~0 : 0, word << 5);
      word += words[t];
    }
    tables = placing.tables;
    List<Group> groups = placing.groups();
    groupWords = groups.stream().mapToInt(Group::word).toArray();
    columns = groups.stream().flatMap(g -> g.steps.stream()).mapToInt(Step::column).toArray();
    limits = groups.stream().flatMap(g -> g.steps.stream()).mapToInt(Step::limit).toArray();
    masks = groups.stream().flatMap(g -> g.steps.stream()).mapToInt(Step::mask).toArray();
  }

  private record Group(int word, List<Step> steps) {}

  /// How many words a tree has.
  static int words(Tree tree) {
    return (tree.leaves() + 31) >> 5;
  }

  /// Numbers the leaves of trees and collects what their splits clear.
  private final class Placing {
    private final FeatureCodes codes;
    private final List<List<Step>> steps = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();

    Placing(FeatureCodes codes, int words) {
      this.codes = codes;
      for (int word = 0; word < words; word++) {
        steps.add(new ArrayList<>());
      }
    }

    /// Places what is below a child from a bit on and tells the bit after it.
    int place(Tree tree, int child, int bit) {
      if (child < 0) {
        leaves[bit] = tree.leafValue(~child);
        return bit + 1;
      }
      int middle = place(tree, tree.left(child), bit);
      int end = place(tree, tree.right(child), middle);
      for (int word = bit >> 5; word <= (middle - 1) >> 5; word++) {
        int low = word == bit >> 5 ? -1 << bit : -1;
        int high = word == (middle - 1) >> 5 ? -1 >>> -middle : -1;
        clear(tree, child, word, ~(low & high));
      }
      return end;
    }

    private void clear(Tree tree, int split, int word, int mask) {
      int feature = tree.feature(split);
      if (tree.isCategorical(split)) {
        int[] masks = table(word, feature).masks;
        for (int code = 0; code < masks.length; code++) {
          boolean goesLeft = tree.goesLeft(split, codes.valueOf(feature, code));
          masks[code] &= goesLeft ? -1 : mask;
        }
      } else {
        int column = 2 * feature + (tree.missingGoesLeft(split) ? 1 : 0);
        int limit = codes.codeOf(feature, tree.threshold(split)) + 1;
        steps.get(word).add(new Step(column, limit, mask));
      }
    }

    private Table table(int word, int feature) {
      for (Table table : tables) {
        if (table.word == word && table.feature == feature) {
          return table;
        }
      }
      tables.add(new Table(word, feature, codes.count(feature)));
      return tables.getLast();
    }

    List<Group> groups() {
      List<Group> groups = new ArrayList<>();
      for (int word = 0; word < steps.size(); word++) {
        List<Step> of = steps.get(word);
        of.sort(Comparator.comparingInt(Step::column).thenComparingInt(Step::limit));
        while (of.size() % GROUP != 0) {
          of.add(new Step(of.getLast().column, 0, -1));
        }
        for (int s = 0; s < of.size(); s += GROUP) {
          groups.add(new Group(word, of.subList(s, s + GROUP)));
        }
      }
      groups.sort(Comparator.comparingInt(group -> group.steps.getFirst().column));
      return groups;
    }
  }

  /// Adds the values of the tile's trees.
  ///
  /// @param codes two columns of codes a feature
  /// @param reached room for a number a row in each word
  /// @param sums of each output, what each row has so far
  void add(int[][] codes, int[][] reached, int count, double[][] sums) {
    for (int word = 0; word < leaves.length >> 5; word++) {
      Arrays.fill(reached[word], 0, count, -1);
    }
    for (int g = 0; g < groupWords.length; g++) {
      pass(reached[groupWords[g]], codes, g * GROUP, count);
    }
    for (int i = 0; i < tables.size(); i++) {
      Table table = tables.get(i);
      look(reached[table.word], codes[2 * table.feature], table.masks, count);
    }
    int word = 0;
    int output = firstOutput;
    for (int of : words) {
      switch (of) {
        case 1 -> addOne(reached[word], word << 5, count, sums[output]);
        case 2 -> addTwo(reached[word], reached[word + 1], word << 5, count, sums[output]);
        default -> addMore(reached, word, count, sums[output]);
      }
      word += of;
      output = output + 1 == outputs ? 0 : output + 1;
    }
  }

  /// A group of steps. A difference below 0 shifts to a word of ones: all bits stay.
  private void pass(int[] reached, int[][] codes, int step, int count) {
    int[] a = codes[columns[step]];
    int[] b = codes[columns[step + 1]];
    int[] c = codes[columns[step + 2]];
    int[] d = codes[columns[step + 3]];
    int limitA = limits[step];
    int limitB = limits[step + 1];
    int limitC = limits[step + 2];
    int limitD = limits[step + 3];
    int maskA = masks[step];
    int maskB = masks[step + 1];
    int maskC = masks[step + 2];
    int maskD = masks[step + 3];
    for (int r = 0; r < count; r++) {
      reached[r] &=
          (((a[r] - limitA) >> 31) | maskA)
              & (((b[r] - limitB) >> 31) | maskB)
              & (((c[r] - limitC) >> 31) | maskC)
              & (((d[r] - limitD) >> 31) | maskD);
    }
  }

  private static void look(int[] reached, int[] codes, int[] masks, int count) {
    for (int r = 0; r < count; r++) {
      reached[r] &= masks[codes[r]];
    }
  }

  private void addOne(int[] reached, int first, int count, double[] sums) {
    for (int r = 0; r < count; r++) {
      sums[r] += leaves[first + Integer.numberOfTrailingZeros(reached[r])];
    }
  }

  private void addTwo(int[] low, int[] high, int first, int count, double[] sums) {
    for (int r = 0; r < count; r++) {
      long reached = (long) high[r] << 32 | (low[r] & 0xffff_ffffL);
      sums[r] += leaves[first + Long.numberOfTrailingZeros(reached)];
    }
  }

  private void addMore(int[][] reached, int first, int count, double[] sums) {
    for (int r = 0; r < count; r++) {
      int word = first;
      while (reached[word][r] == 0) {
        word++;
      }
      int bit = Integer.numberOfTrailingZeros(reached[word][r]);
      sums[r] += leaves[(word << 5) + bit];
    }
  }
}
