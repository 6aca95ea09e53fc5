package dev.lazuli.ml.score;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes the class of some trees: nested comparisons, by the [class-file
/// API](https://openjdk.org/jeps/484).
final class TreeCompiler {
  /// Splits a method; the virtual machine does not compile methods of more than 8,000 bytes.
  private static final int SPLITS_IN_METHOD_MAX = 300;

  private static final int ROW = 0;
  private static final int SETS = 1;
  private static final ClassDesc SELF = ClassDesc.of("dev.lazuli.ml.score.Trees");
  private static final ClassDesc GROUP =
      CompiledTrees.Group.class.describeConstable().orElseThrow();
  private static final ClassDesc CALLED = CompiledTrees.class.describeConstable().orElseThrow();
  private static final ClassDesc NUMBERS = ConstantDescs.CD_double.arrayType();
  private static final ClassDesc WORDS = ConstantDescs.CD_long.arrayType();
  private static final MethodTypeDesc TREE =
      MethodTypeDesc.of(ConstantDescs.CD_double, NUMBERS, WORDS.arrayType());
  private static final MethodTypeDesc ADD =
      MethodTypeDesc.of(ConstantDescs.CD_void, NUMBERS, WORDS.arrayType(), NUMBERS);
  private static final MethodTypeDesc IS_IN =
      MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_double, WORDS);

  private final List<Tree> trees;
  private final int first;
  private final int outputs;
  private final List<long[]> sets = new ArrayList<>();

  /// A compiler of trees that are in their ensemble from number `first` on.
  TreeCompiler(List<Tree> trees, int first, int outputs) {
    this.trees = trees;
    this.first = first;
    this.outputs = outputs;
  }

  /// The category sets that the compiled trees look at.
  long[][] sets() {
    return sets.toArray(long[][]::new);
  }

  CompiledTrees.Group compile() {
    byte[] bytes = ClassFile.of().build(SELF, this::write);
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return (CompiledTrees.Group) lookup.lookupClass().getDeclaredConstructor().newInstance();
    } catch (IllegalAccessException
        | InstantiationException
        | InvocationTargetException
        | NoSuchMethodException e) {
      throw new IllegalStateException("compiled trees cannot be loaded", e);
    }
  }

  private void write(ClassBuilder type) {
    type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
    type.withInterfaceSymbols(GROUP);
    type.withMethodBody(
        ConstantDescs.INIT_NAME,
        ConstantDescs.MTD_void,
        0,
        code ->
            code.aload(0)
                .invokespecial(
                    ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                .return_());
    type.withMethodBody("add", ADD, ClassFile.ACC_PUBLIC, this::writeAdd);
    for (int t = 0; t < trees.size(); t++) {
      new Methods(type, trees.get(t), t).write();
    }
  }

  /// `out[0] = out[0] + t0(row, sets) + t1(row, sets) ...`, each output by its own trees.
  private void writeAdd(CodeBuilder code) {
    for (int output = 0; output < outputs; output++) {
      int start = Math.floorMod(output - first, outputs);
      if (start < trees.size()) {
        code.aload(3).loadConstant(output).aload(3).loadConstant(output).daload();
        for (int t = start; t < trees.size(); t += outputs) {
          code.aload(1).aload(2).invokestatic(SELF, name(t, 0), TREE).dadd();
        }
        code.dastore();
      }
    }
    code.return_();
  }

  private static String name(int tree, int node) {
    return "t" + tree + "_" + node;
  }

  /// The methods of one tree: one for its root, and one for each split that others left over.
  private final class Methods {
    private final ClassBuilder type;
    private final Tree tree;
    private final int number;
    private final ArrayDeque<Integer> open = new ArrayDeque<>();

    Methods(ClassBuilder type, Tree tree, int number) {
      this.type = type;
      this.tree = tree;
      this.number = number;
    }

    void write() {
      open.add(0);
      while (!open.isEmpty()) {
        int root = open.remove();
        Set<Integer> inside = inside(root);
        type.withMethodBody(
            name(number, root),
            TREE,
            ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE,
            code -> node(code, tree.splits() == 0 ? ~0 : root, inside));
      }
    }

    /// The splits nearest below `root`, as many as a method may have.
    private Set<Integer> inside(int root) {
      Set<Integer> inside = new HashSet<>();
      ArrayDeque<Integer> next = new ArrayDeque<>(List.of(root));
      while (!next.isEmpty() && inside.size() < SPLITS_IN_METHOD_MAX && tree.splits() > 0) {
        int split = next.remove();
        inside.add(split);
        for (int child : new int[] {tree.left(split), tree.right(split)}) {
          if (child >= 0) {
            next.add(child);
          }
        }
      }
      return inside;
    }

    private void node(CodeBuilder code, int node, Set<Integer> inside) {
      if (node < 0) {
        code.loadConstant(tree.leafValue(~node)).dreturn();
        return;
      }
      if (!inside.contains(node)) {
        open.add(node);
        code.aload(ROW).aload(SETS).invokestatic(SELF, name(number, node), TREE).dreturn();
        return;
      }
      Label right = code.newLabel();
      code.aload(ROW).loadConstant(tree.feature(node)).daload();
      if (tree.isCategorical(node)) {
        code.aload(SETS).loadConstant(sets.size()).aaload();
        code.invokestatic(CALLED, "isIn", IS_IN).ifeq(right);
        sets.add(tree.codes(node));
      } else {
        code.loadConstant(tree.threshold(node));
        // either comparison gives "greater" for a greater value; they differ for NaN
        if (tree.missingGoesLeft(node)) {
          code.dcmpl();
        } else {
          code.dcmpg();
        }
        code.ifgt(right);
      }
      node(code, tree.left(node), inside);
      code.labelBinding(right);
      node(code, tree.right(node), inside);
    }
  }
}
