package dev.lazuli.ml.model;

import dev.lazuli.ml.bayes.BayesModel;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.kernel.KernelSvmModel;
import dev.lazuli.ml.linear.LinearModel;
import dev.lazuli.ml.neighbors.NeighborsModel;
import dev.lazuli.ml.neural.NeuralModel;
import dev.lazuli.ml.score.RowModel;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.Locale;

/// One weighted part of a model: scores, and the link that makes predictions of them.
///
/// @param name what it is, such as `LightGBM`
/// @param weight share in the model, in `(0, 1]`
/// @param part what gives the raw scores
/// @param scoreMin least raw score that is used; guards the exponential of a log link
/// @param scoreMax greatest raw score that is used
public record Member(
    String name, double weight, Part part, Link link, double scoreMin, double scoreMax) {
  /// A source of raw scores that can be written to a file.
  public sealed interface Part {
    /// What scores, as the model's file has it, walked plainly.
    RowModel model();

    /// What kind of model it is.
    Kind kind();
  }

  /// Kinds of models.
  public enum Kind {
    TREES,
    LINEAR,
    NETWORK,
    NEIGHBORS,
    BAYES,
    KERNEL;

    /// The kind's name in files.
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Trees.
  public record Trees(TreeEnsemble model) implements Part {
    @Override
    public Kind kind() {
      return Kind.TREES;
    }
  }

  /// A linear model.
  public record Linear(LinearModel model) implements Part {
    @Override
    public Kind kind() {
      return Kind.LINEAR;
    }
  }

  /// A feed-forward network.
  public record Network(NeuralModel model) implements Part {
    @Override
    public Kind kind() {
      return Kind.NETWORK;
    }
  }

  /// Remembered rows.
  public record Neighbors(NeighborsModel model) implements Part {
    @Override
    public Kind kind() {
      return Kind.NEIGHBORS;
    }
  }

  /// A naive Bayes classifier.
  public record Bayes(BayesModel model) implements Part {
    @Override
    public Kind kind() {
      return Kind.BAYES;
    }
  }

  /// A support vector machine with a kernel.
  public record Kernel(KernelSvmModel model) implements Part {
    @Override
    public Kind kind() {
      return Kind.KERNEL;
    }
  }

  /// A member whose raw scores have no bounds.
  public static Member of(String name, double weight, Part part, Link link) {
    return new Member(name, weight, part, link, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /// The same member with another share.
  public Member weighing(double share) {
    return new Member(name, share, part, link, scoreMin, scoreMax);
  }

  /// The same member with another source of raw scores.
  public Member scoredBy(Part other) {
    return new Member(name, weight, other, link, scoreMin, scoreMax);
  }

  /// Number of trees; 0 for other parts.
  public int trees() {
    return part instanceof Trees(TreeEnsemble ensemble) ? ensemble.trees().size() : 0;
  }
}
