import type { Construct } from "constructs";
import type { Symptom } from "./alarm-definition";
import { symptomDefinitions } from "./notification";
import { SymptomAlarm, type SymptomAlarmProps } from "./symptom-alarm";

/** The composite alarms of an environment: each is created with the first alarm of its symptom. */
export class SymptomAlarms {
  private readonly created = new Map<Symptom, SymptomAlarm>();

  /**
   * @param scope gets the alarms as children
   * @param props of all of them; `name` begins their names
   */
  public constructor(
    private readonly scope: Construct,
    private readonly props: Omit<SymptomAlarmProps, "definition">,
  ) {}

  /** The composite alarms so far. */
  public get all(): ReadonlyMap<Symptom, SymptomAlarm> {
    return this.created;
  }

  /** The composite alarm of a symptom. */
  public of(symptom: Symptom): SymptomAlarm {
    const known = this.created.get(symptom);
    if (known !== undefined) return known;
    const alarm = new SymptomAlarm(this.scope, `Symptom${capital(symptom)}`, {
      ...this.props,
      name: `${this.props.name}-symptom-${symptom}`,
      definition: symptomDefinitions[symptom],
    });
    this.created.set(symptom, alarm);
    this.suppress();
    return alarm;
  }

  /** Errors come with slow answers and full queues: while callers get errors, those two do not page as well. */
  private suppress(): void {
    const availability = this.created.get("availability");
    if (availability === undefined) return;
    this.created.get("latency")?.explainedBy(availability);
    this.created.get("capacity")?.explainedBy(availability);
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
