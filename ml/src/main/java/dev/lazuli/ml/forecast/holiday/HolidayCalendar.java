package dev.lazuli.ml.forecast.holiday;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.panel.Holidays;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The public holidays of one country, those that the whole country has, computed from their rules.
public final class HolidayCalendar {
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 2060;
  private static final String FILE = "holidays.txt";

  private final String code;
  private final String name;
  private final Shift shift;
  private final List<Holiday> holidays = new ArrayList<>();

  private HolidayCalendar(String code, String name, Shift shift) {
    this.code = code;
    this.name = name;
    this.shift = shift;
  }

  /// What becomes of a holiday at a weekend, beside the day itself.
  private enum Shift {
    /// Nothing.
    NONE,
    /// Friday is free for Saturday, Monday for Sunday.
    NEAREST,
    /// The next day that is neither at a weekend nor a holiday is free.
    MONDAY,
    /// The same for Sundays alone.
    SUNDAY
  }

  /// A holiday and the years that have it.
  private record Holiday(HolidayRule rule, String name, List<int[]> years, boolean stays) {
    boolean isIn(int year) {
      return years.isEmpty()
          || years.stream().anyMatch(range -> year >= range[0] && year <= range[1]);
    }
  }

  /// The calendar of a country.
  ///
  /// @param country its code, such as `NO`, or its English name
  /// @throws InvalidInput when its holidays are not known, naming the countries whose are
  public static HolidayCalendar of(String country) {
    List<HolidayCalendar> all = read();
    return all.stream()
        .filter(one -> one.code.equalsIgnoreCase(country) || one.name.equalsIgnoreCase(country))
        .findFirst()
        .orElseThrow(() ->
            new InvalidInput(
                "country_or_region_for_holidays",
                ("the holidays of '%s' are not built in; there are those of %s; for others give a"
                        + " table of holidays with columns date, name and country")
                    .formatted(
                        country,
                        String.join(", ", all.stream().map(one -> one.code).sorted().toList()))));
  }

  /// The codes of the countries, in order.
  public static List<String> codes() {
    return read().stream().map(one -> one.code).sorted().toList();
  }

  /// The holidays from 1970 to 2060, with the days that are free in their place.
  public Holidays holidays() {
    List<String> names = holidays.stream().map(Holiday::name).distinct().toList();
    Map<Long, Integer> days = new TreeMap<>();
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
      in(year)
          .forEach((day, holiday) -> days.putIfAbsent(day.toEpochDay(), names.indexOf(holiday)));
    }
    return new Holidays(names, days);
  }

  /// The holidays that belong to a year by name; one that is moved may lie in the year before.
  public Map<LocalDate, String> in(int year) {
    TreeMap<LocalDate, String> days = new TreeMap<>();
    List<Holiday> all = holidays.stream().filter(holiday -> holiday.isIn(year)).toList();
    for (Holiday holiday : all) {
      holiday.rule().in(year).ifPresent(day -> days.putIfAbsent(day, holiday.name()));
    }
    TreeMap<LocalDate, String> free = new TreeMap<>(days);
    for (Holiday holiday : all) {
      if (!holiday.stays()) {
        holiday.rule().in(year).ifPresent(day -> move(day, holiday.name(), free));
      }
    }
    return free;
  }

  /// Adds the day that is free for one at a weekend.
  private void move(LocalDate day, String holiday, Map<LocalDate, String> free) {
    boolean saturday = day.getDayOfWeek() == DayOfWeek.SATURDAY;
    boolean sunday = day.getDayOfWeek() == DayOfWeek.SUNDAY;
    switch (shift) {
      case NONE -> {}
      case NEAREST -> {
        if (saturday || sunday) {
          free.putIfAbsent(saturday ? day.minusDays(1) : day.plusDays(1), holiday);
        }
      }
      case MONDAY, SUNDAY -> {
        if (sunday || (saturday && shift == Shift.MONDAY)) {
          LocalDate next = day;
          while (free.containsKey(next) || isWeekend(next)) {
            next = next.plusDays(1);
          }
          free.put(next, holiday);
        }
      }
    }
  }

  private static boolean isWeekend(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
  }

  private static List<HolidayCalendar> read() {
    List<HolidayCalendar> calendars = new ArrayList<>();
    for (String line : text().split("\n", -1)) {
      if (line.startsWith("= ")) {
        String[] parts = line.substring(2).split("\\|", -1);
        Shift shift =
            parts[2].isEmpty() ? Shift.NONE : Shift.valueOf(parts[2].toUpperCase(Locale.ROOT));
        calendars.add(new HolidayCalendar(parts[0], parts[1], shift));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        calendars.getLast().holidays.add(holiday(line));
      }
    }
    return calendars;
  }

  private static Holiday holiday(String line) {
    int space = line.indexOf(' ');
    int bracket = line.endsWith("]") ? line.lastIndexOf(" [") : line.length();
    String rule = line.substring(0, space);
    boolean stays = rule.endsWith("!");
    List<int[]> years = new ArrayList<>();
    if (bracket < line.length()) {
      for (String range : line.substring(bracket + 2, line.length() - 1).split(",", -1)) {
        String[] ends = range.split("-", -1);
        years.add(
            new int[] {
              ends[0].isEmpty() ? FIRST_YEAR : Integer.parseInt(ends[0]),
              ends[1].isEmpty() ? LAST_YEAR : Integer.parseInt(ends[1])
            });
      }
    }
    return new Holiday(
        HolidayRule.parse(stays ? rule.substring(0, rule.length() - 1) : rule),
        line.substring(space + 1, bracket),
        years,
        stays);
  }

  private static String text() {
    try (InputStream in = HolidayCalendar.class.getResourceAsStream(FILE)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
