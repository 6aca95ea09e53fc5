package dev.lazuli.identity;

import dev.lazuli.http.Action;
import dev.lazuli.http.Guard;
import dev.lazuli.http.Request;

/// The guard of a server that listens on loopback only: whoever is on this machine may do all.
///
/// Host and Origin were checked before; endpoint keys are checked by the endpoints themselves.
public final class LocalGuard implements Guard {
  @Override
  public void admit(Request request, Action action) {
    // every caller is the owner of the machine
  }
}
