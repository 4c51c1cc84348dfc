import fc from "fast-check";
import {
  type BusyWindow,
  type CapacityRules,
  defaultRules,
  openOrNext,
  ruleProblems,
  type Schedule,
  weekdays,
} from "../src";

const office: Schedule = {
  timeZone: "Europe/Berlin",
  windows: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: "08:00", to: "18:00" }],
};
const shown = (schedule: Schedule, iso: string) => {
  const found = openOrNext(schedule, Date.parse(iso));
  return found && [found.from, found.to].map((at) => new Date(at).toISOString().slice(0, 16));
};

describe("busy hours in a time zone", () => {
  it.each([
    ["in winter", "2026-01-05T06:00Z", ["2026-01-05T07:00", "2026-01-05T17:00"]],
    ["in summer", "2026-07-06T05:00Z", ["2026-07-06T06:00", "2026-07-06T16:00"]],
    ["while open", "2026-01-05T12:00Z", ["2026-01-05T07:00", "2026-01-05T17:00"]],
    ["after the end", "2026-01-05T17:00Z", ["2026-01-06T07:00", "2026-01-06T17:00"]],
    [
      "over a weekend with the begin of summer time",
      "2026-03-27T18:00Z",
      ["2026-03-30T06:00", "2026-03-30T16:00"],
    ],
  ])("%s", (_, at, expected) => {
    expect(shown(office, at)).toEqual(expected);
  });

  it("take a time that the clock skips as if it had not been put forward yet", () => {
    const night = {
      timeZone: "Europe/Berlin",
      windows: [{ days: ["sun" as const], from: "02:30", to: "05:00" }],
    };
    expect(shown(night, "2026-03-29T00:00Z")).toEqual(["2026-03-29T01:30", "2026-03-29T03:00"]);
  });

  it("follow the day of the zone, not of UTC", () => {
    const tokyo = {
      timeZone: "Asia/Tokyo",
      windows: [{ days: ["mon" as const], from: "00:00", to: "24:00" }],
    };
    expect(shown(tokyo, "2026-01-04T16:00Z")).toEqual(["2026-01-04T15:00", "2026-01-05T15:00"]);
  });

  it("are open or in the future, within a week of daylight saving and an hour", () => {
    const times = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) });
    const zones = fc.constantFrom(
      "Europe/Berlin",
      "America/New_York",
      "Australia/Lord_Howe",
      "UTC",
    );
    fc.assert(
      fc.property(times, zones, fc.constantFrom(...weekdays), (at, timeZone, day) => {
        const found = openOrNext(
          { timeZone, windows: [{ days: [day], from: "09:15", to: "17:45" }] },
          at,
        );
        if (found === undefined) return false;
        const local = new Intl.DateTimeFormat("en-GB", {
          timeZone,
          weekday: "short",
          hour: "2-digit",
          minute: "2-digit",
        });
        const [from, to] = [found.from, found.to].map((time) =>
          local.format(time).replace(",", ""),
        );
        return (
          found.to > at &&
          found.from - at <= 7 * 86_400_000 &&
          from?.toLowerCase() === `${day} 09:15` &&
          to?.toLowerCase() === `${day} 17:45`
        );
      }),
    );
  });
});

describe("problems of known hours", () => {
  const rulesWith = (window: Partial<BusyWindow>, timeZone = "Europe/Berlin"): CapacityRules => ({
    ...defaultRules,
    schedule: { timeZone, windows: [{ days: ["mon"], from: "08:00", to: "18:00", ...window }] },
  });

  it.each<[Partial<BusyWindow>, string]>([
    [
      { from: "8:00" },
      "schedule.windows[0].from must be a time such as '08:00', at most '24:00', got '8:00'",
    ],
    [
      { to: "24:30" },
      "schedule.windows[0].to must be a time such as '08:00', at most '24:00', got '24:30'",
    ],
    [
      { from: "#{TfToken[TOKEN.1]}" },
      "schedule.windows[0].from must be a time such as '08:00', at most '24:00', got a token",
    ],
    [
      { from: "22:00", to: "06:00" },
      "schedule.windows[0].to must be later than from '22:00', got '06:00': use two windows across midnight",
    ],
    [{ days: [] }, "schedule.windows[0].days must have at least one day, got none"],
  ])("%j", (window, problem) => {
    expect(ruleProblems(rulesWith({}))).toEqual([]);
    expect(ruleProblems(rulesWith(window))).toEqual([problem]);
  });

  it("name the prop whose time zone does not exist", () => {
    const anticipate = { weeks: 2, agree: 1, horizonMinutes: 60, timeZone: "" };
    expect(ruleProblems({ ...rulesWith({}, "Europe/Nowhere"), anticipate })).toEqual([
      "schedule.timeZone must be the name of an IANA time zone such as 'Europe/Berlin', got 'Europe/Nowhere'",
      "anticipate.timeZone must be the name of an IANA time zone such as 'Europe/Berlin', got ''",
    ]);
  });
});
