package io.heliograph.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever somebody does to a chain, short of making all of it anew, is found, and where. */
final class AuditChainTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");

    /** What somebody may do to one entry. */
    enum Change {
        AUTHOR,
        ROLE,
        ORIGIN,
        ACTION,
        TARGET,
        BEFORE,
        AFTER,
        REASON,
        SUCCESS,
        TIME,
        PREVIOUS_HASH,
        HASH
    }

    private static AuditRecord record(int number) {
        return AuditRecord.of(AuditAction.LIMITS_CHANGE, "ada", "operator", "cli", "limits version " + number)
                .changing("a: 1", "a: " + number)
                .because("because");
    }

    private static List<AuditEntry> chain(int length) {
        List<AuditEntry> chain = new ArrayList<>();
        AuditHead head = AuditHead.EMPTY;
        for (int i = 1; i <= length; i++) {
            AuditEntry entry = AuditChain.after(head, AT.plusSeconds(i), record(i));
            head = AuditChain.head(entry);
            chain.add(entry);
        }
        return chain;
    }

    private static AuditFinding check(List<AuditEntry> chain, @Nullable AuditHead head) {
        ChainCheck check = new ChainCheck();
        chain.forEach(check::add);
        return check.finish(head);
    }

    private static AuditHead head(List<AuditEntry> chain) {
        return chain.isEmpty() ? AuditHead.EMPTY : AuditChain.head(chain.getLast());
    }

    private static AuditEntry changed(AuditEntry entry, Change change) {
        AuditRecord r = entry.record();
        return switch (change) {
            case TIME ->
                new AuditEntry(entry.sequence(), entry.at().plusMillis(1), r, entry.previousHash(), entry.hash());
            case PREVIOUS_HASH -> new AuditEntry(entry.sequence(), entry.at(), r, "f".repeat(64), entry.hash());
            case HASH -> new AuditEntry(entry.sequence(), entry.at(), r, entry.previousHash(), "f".repeat(64));
            default ->
                new AuditEntry(entry.sequence(), entry.at(), changed(r, change), entry.previousHash(), entry.hash());
        };
    }

    private static AuditRecord changed(AuditRecord r, Change change) {
        return new AuditRecord(
                r.author() + (change == Change.AUTHOR ? "x" : ""),
                r.role() + (change == Change.ROLE ? "x" : ""),
                r.origin() + (change == Change.ORIGIN ? "x" : ""),
                r.action() + (change == Change.ACTION ? "x" : ""),
                r.target() + (change == Change.TARGET ? "x" : ""),
                r.before() + (change == Change.BEFORE ? "x" : ""),
                r.after() + (change == Change.AFTER ? "x" : ""),
                r.reason() + (change == Change.REASON ? "x" : ""),
                r.isSuccess() != (change == Change.SUCCESS));
    }

    @Property(tries = 200)
    void aChainAsItWasWrittenIsWhole(@ForAll @IntRange(max = 30) int length) {
        List<AuditEntry> chain = chain(length);
        AuditFinding finding = check(chain, head(chain));
        assertTrue(finding.isIntact(), finding.words());
        assertEquals(length, finding.entries());
        assertTrue(finding.words().contains(length + ":" + head(chain).hash()), finding.words());
    }

    @Property(tries = 500)
    void aChangedEntryIsFoundWhereItIs(
            @ForAll @IntRange(min = 1, max = 12) int length,
            @ForAll @IntRange(max = 11) int at,
            @ForAll Change change) {
        List<AuditEntry> chain = chain(length);
        AuditHead head = head(chain);
        int place = at % length;
        chain.set(place, changed(chain.get(place), change));
        assertEquals(OptionalLong.of(place + 1), check(chain, head).firstBadSequence());
    }

    @Property(tries = 300)
    void aReplacedEntryWithItsOwnHashIsFoundAtTheNextOrAtTheHead(
            @ForAll @IntRange(min = 1, max = 12) int length, @ForAll @IntRange(max = 11) int at) {
        List<AuditEntry> chain = chain(length);
        AuditHead head = head(chain);
        int place = at % length;
        AuditHead before = place == 0 ? AuditHead.EMPTY : AuditChain.head(chain.get(place - 1));
        chain.set(place, AuditChain.after(before, AT, record(99)));
        assertEquals(
                OptionalLong.of(Math.min(place + 2, length)), check(chain, head).firstBadSequence());
    }

    @Property(tries = 300)
    void aDeletedEntryIsMissed(@ForAll @IntRange(min = 1, max = 12) int length, @ForAll @IntRange(max = 11) int at) {
        List<AuditEntry> chain = chain(length);
        AuditHead head = head(chain);
        chain.remove(at % length);
        assertEquals(OptionalLong.of(at % length + 1), check(chain, head).firstBadSequence());
    }

    @Property(tries = 300)
    void aTailThatIsCutOffIsMissed(
            @ForAll @IntRange(min = 1, max = 12) int length, @ForAll @IntRange(max = 11) int kept) {
        List<AuditEntry> chain = chain(length);
        AuditFinding finding = check(chain.subList(0, kept % length), head(chain));
        assertEquals(OptionalLong.of(kept % length + 1), finding.firstBadSequence());
        assertTrue(finding.words().endsWith("missing at the end"), finding.words());
    }

    @Property(tries = 300)
    void twoEntriesThatChangedPlacesAreFound(
            @ForAll @IntRange(min = 2, max = 12) int length,
            @ForAll @IntRange(max = 11) int a,
            @ForAll @IntRange(max = 11) int b) {
        List<AuditEntry> chain = chain(length);
        AuditHead head = head(chain);
        int first = Math.min(a % length, b % length);
        int second = Math.max(a % length, b % length);
        if (first == second) {
            return;
        }
        Collections.swap(chain, first, second);
        assertEquals(OptionalLong.of(first + 1), check(chain, head).firstBadSequence());
        // With their numbers swapped back, too, as somebody would do it in a table.
        chain.set(first, withSequence(chain.get(first), first + 1));
        chain.set(second, withSequence(chain.get(second), second + 1));
        assertEquals(OptionalLong.of(first + 1), check(chain, head).firstBadSequence());
    }

    private static AuditEntry withSequence(AuditEntry entry, long sequence) {
        return new AuditEntry(sequence, entry.at(), entry.record(), entry.previousHash(), entry.hash());
    }

    @Property(tries = 300)
    void anEntryThatIsSlippedInIsFound(
            @ForAll @IntRange(min = 1, max = 12) int length, @ForAll @IntRange(max = 12) int at) {
        List<AuditEntry> chain = chain(length);
        AuditHead head = head(chain);
        int place = at % (length + 1);
        AuditHead before = place == 0 ? AuditHead.EMPTY : AuditChain.head(chain.get(place - 1));
        chain.add(place, AuditChain.after(before, AT, record(99)));
        AuditFinding finding = check(chain, head);
        assertEquals(OptionalLong.of(place + 1), finding.firstBadSequence(), finding.words());
    }

    @Test
    void aHeadThatIsMissingOrReplacedIsFound() {
        List<AuditEntry> chain = chain(3);
        assertEquals(OptionalLong.of(4), check(chain, null).firstBadSequence());
        assertEquals(
                OptionalLong.of(3),
                check(chain, new AuditHead(3, "f".repeat(64))).firstBadSequence());
        assertEquals(
                OptionalLong.of(3),
                check(chain, new AuditHead(2, chain.get(1).hash())).firstBadSequence());
    }

    @Test
    void partsThatMoveFromOneFieldToTheNextMakeAnotherHash() {
        AuditRecord one = AuditRecord.of(AuditAction.SIGNOUT, "ab", "c", "d", "e");
        AuditRecord other = AuditRecord.of(AuditAction.SIGNOUT, "a", "bc", "d", "e");
        assertNotEquals(
                AuditChain.hash(AuditHead.NO_ENTRIES, 1, AT, one), AuditChain.hash(AuditHead.NO_ENTRIES, 1, AT, other));
    }

    @Test
    void textsAreKeptSoThatEveryDatabaseGivesThemBackAsTheyAre() {
        AuditRecord record = AuditRecord.of(AuditAction.SIGNOUT, "a\0b\u001b[31m", "r", "o", "t".repeat(500))
                .changing("one\ntwo", "\ud800lone 😀")
                .because("x".repeat(20_000));
        assertEquals("a?b?[31m", record.author());
        assertEquals("one\ntwo", record.before());
        assertEquals("\ufffdlone 😀", record.after());
        assertTrue(record.target().length() <= AuditRecord.MAX_NAME_LENGTH
                && record.target().endsWith("…"));
        assertTrue(record.reason().length() <= AuditRecord.MAX_TEXT_LENGTH
                && record.reason().endsWith("…"));
    }

    @Test
    void theLogOfAServerWithoutDatabaseForgetsTheOldestAndStaysWhole() {
        InMemoryAuditLog log = new InMemoryAuditLog(InstantSource.fixed(AT));
        for (int i = 1; i <= InMemoryAuditLog.MAX_ENTRIES + 5; i++) {
            log.append(record(i));
        }
        AuditFinding finding = log.verify();
        assertTrue(finding.isIntact(), finding.words());
        assertEquals(InMemoryAuditLog.MAX_ENTRIES, finding.entries());
        assertEquals(
                InMemoryAuditLog.MAX_ENTRIES + 5,
                log.newest(AuditFilter.ALL, 1).getFirst().sequence());
    }

    @Test
    void aFilterTakesWhatItSays() {
        AuditEntry entry = AuditChain.after(AuditHead.EMPTY, AT, record(7));
        assertTrue(AuditFilter.ALL.takes(entry));
        assertTrue(filter("ADA", "limits.change", "VERSION 7", 2).takes(entry));
        assertFalse(filter("ad", "", "", 0).takes(entry));
        assertFalse(filter("", "limits.rollback", "", 0).takes(entry));
        assertFalse(filter("", "", "nowhere", 0).takes(entry));
        assertFalse(filter("", "", "", 1).takes(entry));
        Instant at = entry.at();
        assertTrue(new AuditFilter(Optional.of(at), Optional.of(at.plusMillis(1)), "", "", "", 0).takes(entry));
        assertFalse(new AuditFilter(Optional.of(at.plusMillis(1)), Optional.empty(), "", "", "", 0).takes(entry));
        assertFalse(new AuditFilter(Optional.empty(), Optional.of(at), "", "", "", 0).takes(entry));
    }

    private static AuditFilter filter(String author, String action, String text, long before) {
        return new AuditFilter(Optional.empty(), Optional.empty(), author, action, text, before);
    }
}
