package dev.lazuli.blobapi;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The XML of a block list: `<BlockList><Latest>id</Latest>...</BlockList>`; and of tags.
final class BlockList {
  private static final XMLInputFactory FACTORY = factory();

  private BlockList() {}

  /// Where a block is looked for.
  enum Place {
    COMMITTED,
    UNCOMMITTED,
    LATEST
  }

  /// One block of a list.
  record Entry(Place place, String id) {}

  static List<Entry> parse(byte[] document) {
    List<Entry> entries = new ArrayList<>();
    for (String[] element : elements(document)) {
      switch (element[0].toLowerCase(Locale.ROOT)) {
        case "committed" -> entries.add(new Entry(Place.COMMITTED, element[1]));
        case "uncommitted" -> entries.add(new Entry(Place.UNCOMMITTED, element[1]));
        case "latest" -> entries.add(new Entry(Place.LATEST, element[1]));
        default ->
            throw StorageFailure.invalidXml(
                "'%s' is not Committed, Uncommitted or Latest.".formatted(element[0]));
      }
    }
    return entries;
  }

  /// Names and texts of all elements that hold text only, in order.
  static List<String[]> elements(byte[] document) {
    List<String[]> found = new ArrayList<>();
    try {
      XMLStreamReader reader =
          FACTORY.createXMLStreamReader(new ByteArrayInputStream(document), "UTF-8");
      String name = "";
      StringBuilder text = new StringBuilder();
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            name = reader.getLocalName();
            text.setLength(0);
          }
          case XMLStreamConstants.CHARACTERS -> text.append(reader.getText());
          case XMLStreamConstants.END_ELEMENT -> {
            if (name.equals(reader.getLocalName())
                && !(text.isEmpty() && name.equals("BlockList"))) {
              found.add(new String[] {name, text.toString().strip()});
            }
            name = "";
          }
          default -> {}
        }
      }
    } catch (XMLStreamException e) {
      throw StorageFailure.invalidXml("The body is not XML: " + e.getMessage());
    }
    return found;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
