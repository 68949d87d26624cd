package net.saltban.agent;

import java.util.ArrayList;
import java.util.List;

import net.saltban.finding.Finding;
import net.saltban.limits.InputLimits;

/** The first findings of a scan, as many as one document may hold, and how many there were. */
final class FindingsPage {
    private final List<Finding> first = new ArrayList<>();
    private long count;

    void add(Finding finding) {
        count++;
        if (first.size() < InputLimits.FINDINGS_MAX) {
            first.add(finding);
        }
    }

    /** The first findings; numbered from 1. */
    List<Finding> first() {
        return first;
    }

    /** How many findings there were. */
    long count() {
        return count;
    }
}
