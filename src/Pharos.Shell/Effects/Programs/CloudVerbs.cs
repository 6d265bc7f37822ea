using System.Collections.Frozen;

namespace Pharos.Shell.Effects.Programs;

/// <summary>
/// The verbs of clients of services. Clouds have thousands of commands and a few dozen verbs: alone (<c>list</c>), before a dash (<c>describe-instances</c>),
/// before an underscore (<c>list_users</c>) or after a colon (<c>apps:destroy</c>).
/// </summary>
internal static class CloudVerbs
{
    private static readonly FrozenDictionary<string, CloudVerb> Verbs = Table();

    private static readonly FrozenDictionary<string, CloudVerb>.AlternateLookup<ReadOnlySpan<char>> Lookup = Verbs.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Verbs that are also names of things: <c>gh issue list</c>, <c>aws backup list-jobs</c>.</summary>
    private static readonly FrozenSet<string> Names = FrozenSet.Create(StringComparer.Ordinal, "issue", "release", "label", "tag", "tags", "backup", "lock", "schedule", "link", "comment", "review", "import", "share", "access", "credentials",
        "connect", "deploy", "change", "copy", "config", "pull", "attach", "scale", "copilot", "call", "upgrade", "block", "reset", "transfer", "subscribe", "batch", "sign");

    /// <summary>True for a verb that names a thing when another verb follows it.</summary>
    public static bool IsName(string word, string program) => Names.Contains(word) || (word is "run" or "sql" && program is "gcloud" or "gh" or "az");

    /// <summary>What a word says; <see cref="CloudVerb.None"/> for one that is no verb.</summary>
    public static CloudVerb Of(ReadOnlySpan<char> word)
    {
        if (Lookup.TryGetValue(word, out var verb))
        {
            return verb;
        }

        var colon = word.LastIndexOf(':');
        if (colon >= 0 && colon + 1 < word.Length)
        {
            return word.Contains('/') ? CloudVerb.None : Of(word[(colon + 1)..]);
        }

        var end = word.IndexOfAny('-', '_');
        // A thing before a dash is part of a name (log-bucket, access-token), a verb before it is the verb.
        return end > 0 && Lookup.TryGetValue(word[..end], out verb) && verb is not (CloudVerb.Thing or CloudVerb.Settle or CloudVerb.Secret) ? verb : CloudVerb.None;
    }

    private static FrozenDictionary<string, CloudVerb> Table()
    {
        var table = new Dictionary<string, CloudVerb>(StringComparer.Ordinal);
        Add(table, CloudVerb.Look, "ls list can kustomize get describe show status view info inspect search history tail top diff plan preview validate explain whoami me print "
            + "check checks scan find lookup count estimate compare query read ping browse browser wait watch verify lint cat stat outdated "
            + "audit about list-all details simulate poll lookup-events filter-log-events batch-get admin-get admin-list test-connectivity "
            + "exists can-i test-dns-answer start-live-tail detect monitor ps df api-resources api-versions cluster-info current-context synth synthesize doctor advise measure discover");
        Add(table, CloudVerb.Thing, "help version log logs config configuration configurations options account accounts users events files health prices locations "
            + "regions docs web auth env graph output outputs state templates template completion completions doctor names ids images heads "
            + "paths parents summary metadata usage quota quotas limits types sizes versions releases environments pipelines deployments vms "
            + "domains projects organizations ips zones nodes groups topics queues buckets apps clusters sprint open feed dag ci-status "
            + "marketplace taginfo buildinfo taskinfo me tree");
        Add(table, CloudVerb.Change, "create add new update set put modify edit patch replace start stop restart reboot reset resize scale attach detach associate "
            + "disassociate enable disable register unregister deregister grant revoke assign unassign apply up provision launch promote demote "
            + "failover rollback rotate tag untag tag-resource untag-resource rename move mv migrate restore reconcile resume suspend pause "
            + "unpause cancel approve reject merge close reopen lock unlock subscribe unsubscribe invite accept authorize deauthorize allow "
            + "deny block bind unbind link unlink connect disconnect join leave trigger submit retry rerun schedule import rebase copy fork "
            + "transfer issue sign renew change upgrade refresh taint untaint cordon uncordon mb mk make set-pipeline expose annotate label "
            + "comment review assignee admin-create admin-set admin-add admin-enable admin-disable batch-write batch-update batch-put write "
            + "insert increment append convert flush clear mutate populate install reload redeploy release repair mark ack acknowledge extend "
            + "expand swap alter enroll unenroll generate-data-key reboot-db-instance adduser deprecate star unstar");
        Add(table, CloudVerb.Settle, "login logout signin signout use activate select set-default configure init configure-docker update-kubeconfig get-credentials "
            + "use-context set-context feedback interactive");
        Add(table, CloudVerb.Destroy, "delete destroy rm rb remove terminate purge drop wipe erase drain uninstall prune nuke del obliterate strip unpublish delete-all "
            + "batch-delete admin-delete expunge rrdelete destroy-pipeline gc truncate empty trash");
        Add(table, CloudVerb.Send, "cp sync upload push publish deploy send send-email send-message send-raw-email upload-batch load ship backup share tweet post");
        Add(table, CloudVerb.Fetch, "download download-batch pull fetch download-file clone");
        Add(table, CloudVerb.Run, "exec ssh run shell invoke eval send-command execute-command start-session rsh console session run-command run-task run-query "
            + "ecs-exec call psql redis-cli mysql sql proxy port-forward tunnel serial-console rdp execute");
        Add(table, CloudVerb.Secret, "presign assume-role get-session-token get-federation-token get-login-password get-secret-value get-access-token "
            + "print-access-token print-identity-token generate-sas list-keys get-password-data generate-db-auth-token access-secret access "
            + "decrypt signurl credentials reveal generate-access-token get-upload-credentials export-credentials");
        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void Add(Dictionary<string, CloudVerb> table, CloudVerb verb, string words)
    {
        foreach (var word in words.Split(' '))
        {
            table.TryAdd(word, verb);
        }
    }
}
