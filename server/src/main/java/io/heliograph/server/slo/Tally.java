package io.heliograph.server.slo;

/**
 * What happened to one indicator in a span of time. Immutable; owns its bytes, which nobody changes.
 *
 * <p>Counts are exact. Latencies are an HDR histogram in its log-compressed form, see {@link LatencyScale}.
 */
public final class Tally {
    /** Stands for the rule of a span in which events were judged by different ones. */
    public static final String MIXED = "";

    private final long valid;
    private final long good;
    private final long shed;
    private final String rule;
    private final byte[] latencies;

    /**
     * A tally.
     *
     * @param valid events the objective counts
     * @param good those of them that were good
     * @param shed callers turned away, who are not counted
     * @param rule by what events were judged, {@link #MIXED} if by several
     * @param latencies of the valid events that had their stop; the array is handed over
     */
    public Tally(long valid, long good, long shed, String rule, byte[] latencies) {
        this.valid = valid;
        this.good = good;
        this.shed = shed;
        this.rule = rule;
        this.latencies = latencies;
    }

    public long valid() {
        return valid;
    }

    public long good() {
        return good;
    }

    public long shed() {
        return shed;
    }

    public String rule() {
        return rule;
    }

    /** The histogram as stored; not to be changed. */
    public byte[] latencies() {
        return latencies;
    }

    boolean isEmpty() {
        return valid == 0 && shed == 0;
    }

    Tally plus(Tally other) {
        return new Tally(
                valid + other.valid,
                good + other.good,
                shed + other.shed,
                rule.equals(other.rule) ? rule : MIXED,
                LatencyScale.sum(latencies, other.latencies));
    }
}
