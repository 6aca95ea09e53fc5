import dev.lazuli.ml.boost.BinnedTable;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.score.LightGbmModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Trains the model that all engines score, and writes it as LightGBM's text of raw scores.
///
/// usage: java -cp ml/target/classes Model.java DIR NAME ROUNDS
final class Model {
  private Model() {}

  public static void main(String[] args) throws IOException {
    BenchTable table = new BenchTable(Path.of(args[0]), args[1], 0);
    var model = table.fit(BinnedTable.of(table.trainFeatures, 255), Integer.parseInt(args[2]));
    List<String> names = table.features.features().stream().map(Feature::name).toList();
    String text = new LightGbmModel(model.ensemble(), names, "regression").text();
    Files.writeString(Path.of(args[0], args[1] + ".txt"), text);
  }
}
