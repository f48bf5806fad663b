interface MeterProps {
  readonly label: string;
  readonly used: number;
  readonly total: number;
  readonly reserved?: number;
  /** The numbers in words: `2.5 of 4`. */
  readonly text: string;
  /** Without its name before it: in a table the head tells it. */
  readonly isBare?: boolean;
}

/** How much of something is taken; the number always stands beside it. */
export function Meter({ label, used, total, reserved = 0, text, isBare = false }: MeterProps) {
  const share = total === 0 ? 0 : Math.min(1, used / total);
  const held = total === 0 ? 0 : Math.min(1 - share, Math.max(0, reserved - used) / total);
  return (
    <div className={isBare ? 'meter bare' : 'meter'}>
      {isBare ? null : <span>{label}</span>}
      <span
        className="track"
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={Math.min(used, total)}
        aria-valuetext={text}
      >
        <i style={{ width: `${share * 100}%` }} />
        {held > 0 ? <i className="reserved" style={{ width: `${held * 100}%` }} /> : null}
      </span>
      <span className="value number">
        {text}
        {share > 0.9 ? <span className="faint"> · nearly full</span> : null}
      </span>
    </div>
  );
}
