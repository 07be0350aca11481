import type { ReactNode } from "react";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import type { PatientView } from "../../host/host";
import { en } from "../../words/en";
import { fmtDate, fmtNhsNumber } from "../../words/format";
import { readerWords } from "../../words/reader";

type BannerProps = {
  patient: PatientView;
  sentBy: string | null;
  /** Acting for this one patient: solid and full width. */
  acting?: boolean;
  /** The next patient has just opened by itself. */
  flash?: boolean;
  /** Copies the NHS number for the clinical system; nothing where there is no way to. */
  onCopyNumber?: () => void;
  /** Stands at the end, where there is room. */
  head?: ReactNode;
};

const { banner } = readerWords;

/** Who the patient is, in the order and words of the NHS Common User Interface (PAB-0016, 0022 to 0053). */
export function Banner({ patient, sentBy, acting = false, flash = false, onCopyNumber, head }: BannerProps) {
  const kind = acting ? " banner--focus" : patient.deceased ? " banner--died" : "";
  return (
    <section className={`banner${kind}`} aria-label={banner.region}>
      <h2 className={`banner__name${flash ? " is-new" : ""}`}>{patient.name}</h2>
      <dl>
        <Item label={banner.born} value={bornText(patient)} />
        {patient.deceased && (
          <Item
            label={banner.died}
            value={patient.died === null ? banner.dateNotKnown : fmtDate(patient.died)}
          />
        )}
        <Item label={banner.gender} value={patient.gender} />
        <Item label={banner.nhsNumber} value={nhsNumberText(patient)}>
          {onCopyNumber !== undefined && hasNumber(patient) && (
            <Button kind="quiet" label={banner.copyNumber} onPress={onCopyNumber}>
              {banner.copy}
            </Button>
          )}
        </Item>
      </dl>
      <p className="banner__second">
        <span>
          <Icon name={patient.match === "verified" ? "check" : "alert"} /> {readerWords.match(patient.match)}
        </span>
        {sentBy !== null && <Second label={banner.sentBy} value={sentBy} />}
        {patient.mobile !== null && <Second label={banner.mobile} value={patient.mobile} />}
        {patient.prefers !== null && <Second label={banner.prefers} value={patient.prefers} />}
        {patient.usualGp !== null && <Second label={banner.usualGp} value={patient.usualGp} />}
        {patient.language !== null && <Second label={banner.language} value={patient.language} />}
        {acting && (
          <span>
            <b>{banner.allergies}</b>
          </span>
        )}
        {head}
      </p>
    </section>
  );
}

type ItemProps = { label: string; value: string; children?: ReactNode };

function Item({ label, value, children }: ItemProps) {
  return (
    <div className="banner__item">
      <dt>{label}</dt>
      <dd>
        {value}
        {children}
      </dd>
    </div>
  );
}

function Second({ label, value }: ItemProps) {
  return (
    <span>
      {label} <b>{value}</b>
    </span>
  );
}

function bornText(patient: PatientView): string {
  if (patient.born === null) return banner.notGiven;
  const age = patient.ageYears === null || patient.deceased ? "" : ` (${en.row.age(patient.ageYears)})`;
  return `${fmtDate(patient.born)}${age}`;
}

/** An NHS number is shown only where it belongs to a registered patient. */
function nhsNumberText(patient: PatientView): string {
  return hasNumber(patient) && patient.nhsNumber !== null
    ? fmtNhsNumber(patient.nhsNumber)
    : banner.notMatched;
}

function hasNumber({ match, nhsNumber }: PatientView): boolean {
  return nhsNumber !== null && (match === "verified" || match === "unverified");
}
