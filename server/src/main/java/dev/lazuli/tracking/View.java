package dev.lazuli.tracking;

/// Which of the deleted and the other things a search sees.
public enum View {
  ACTIVE,
  DELETED,
  ALL
}
