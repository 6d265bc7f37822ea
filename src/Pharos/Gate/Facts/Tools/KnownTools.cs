using System.Collections.Frozen;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts.Tools;

/// <summary>
/// The tools of the servers that most agents have, reviewed. A line is <c>server tools : effect : argument=role …</c>; the effect <c>-</c> is none, and <c>look</c> asks a service outside without changing it.
/// A server counts by the name that the agent's settings give it, with the usual additions taken off (<c>mcp-server-github</c>).
/// </summary>
internal static class KnownTools
{
    private static readonly string[] Table =
    [
        "filesystem read_file read_text_file read_media_file get_file_info : - : path=read",
        "filesystem read_multiple_files : - : paths=read",
        "filesystem write_file edit_file : - : path=write",
        "filesystem create_directory : - : path=create",
        "filesystem list_directory list_directory_with_sizes directory_tree search_files : - : path=list",
        "filesystem move_file : - : source=delete destination=write",
        "filesystem list_allowed_directories : - :",
        "git git_status git_diff git_diff_unstaged git_diff_staged git_log git_show git_branch : - : repo_path=list",
        "git git_add git_commit git_create_branch git_checkout : write : repo_path=list",
        "git git_reset : weaken : repo_path=list",
        "git git_init : - : repo_path=create",
        "fetch fetch fetch_html fetch_markdown fetch_txt fetch_json : - : url=fetch",
        "puppeteer puppeteer_navigate : - : url=fetch",
        "puppeteer puppeteer_screenshot puppeteer_hover : - :",
        "puppeteer puppeteer_click puppeteer_select : change-remote :",
        "puppeteer puppeteer_fill : change-remote : value=sent",
        "puppeteer puppeteer_evaluate : - : script=page",
        "playwright browser_navigate : - : url=fetch",
        "playwright browser_tab_new browser_tabs : - : url=fetch",
        "playwright browser_snapshot browser_take_screenshot browser_console_messages browser_network_requests browser_close browser_resize browser_navigate_back browser_navigate_forward browser_wait_for browser_hover browser_tab_list browser_tab_select browser_tab_close browser_install : - :",
        "playwright browser_click browser_press_key browser_drag browser_select_option browser_handle_dialog : change-remote :",
        "playwright browser_type browser_fill_form : change-remote : text=sent fields=sent",
        "playwright browser_file_upload : upload : paths=read",
        "playwright browser_evaluate : - : function=page",
        "playwright browser_run_code : - : code=page",
        "postgres query : - : sql=sql query=sql",
        "sqlite read_query write_query create_table query : - : query=sql sql=sql",
        "sqlite list_tables describe_table append_insight : - :",
        "mysql mysql_query query execute_sql : - : sql=sql query=sql",
        "github get_file_contents get_issue get_issue_comments get_pull_request get_pull_request_files get_pull_request_status get_pull_request_comments get_pull_request_reviews get_pull_request_diff get_commit get_me get_tag get_label get_release_by_tag get_latest_release get_discussion get_workflow_run get_job_logs list_issues list_commits list_pull_requests list_branches list_tags list_releases list_workflows list_workflow_runs list_discussions list_notifications issue_read pull_request_read : look :",
        "github search_repositories search_code search_issues search_users search_pull_requests search_orgs : look : q=sent query=sent",
        "github create_issue update_issue add_issue_comment issue_write create_pull_request update_pull_request create_pull_request_review add_pull_request_review_comment add_comment_to_pending_review submit_pending_pull_request_review create_branch fork_repository create_repository request_copilot_review update_pull_request_branch : change-remote : title=sent body=sent comment=sent comments=sent description=sent",
        "github create_or_update_file push_files : change-remote : content=sent files=sent message=sent",
        "github create_gist update_gist : upload : content=sent files=sent",
        "github merge_pull_request delete_file run_workflow rerun_workflow_run cancel_workflow_run : change-remote :",
        "gitlab get_file_contents get_issue get_merge_request list_issues list_merge_requests list_commits search_repositories : look :",
        "gitlab create_issue create_merge_request create_or_update_file push_files create_branch fork_repository create_repository create_note : change-remote : title=sent description=sent body=sent content=sent files=sent",
        "slack slack_list_channels slack_get_channel_history slack_get_thread_replies slack_get_users slack_get_user_profile : look :",
        "slack slack_post_message slack_reply_to_thread slack_add_reaction : change-remote : text=sent",
        "brave-search brave_web_search brave_local_search brave_news_search : look : query=sent",
        "tavily tavily-search tavily_search : look : query=sent",
        "tavily tavily-extract tavily_extract : - : urls=fetch",
        "context7 resolve-library-id get-library-docs query-docs : look : libraryName=sent query=sent topic=sent",
        "memory create_entities create_relations add_observations read_graph search_nodes open_nodes : - :",
        "memory delete_entities delete_observations delete_relations : weaken :",
        "sequential-thinking sequentialthinking sequential_thinking : - :",
        "everything echo add get-sum longRunningOperation trigger-long-running-operation sampleLLM getTinyImage get-tiny-image annotatedMessage get-annotated-message getResourceReference getResourceLinks structuredContent get-structured-content listRoots get-resource-links get-resource-reference get-roots-list : - :",
        // What the proxy judges of a client's answers to this server's own requests.
        "everything sampling/createMessage elicitation/create : - : answer=sent",
        "everything printEnv get-env : expose-secret :",
        "time get_current_time convert_time : - :",
    ];

    private static readonly FrozenDictionary<(string Server, string Tool), KnownTool> ByName = Read().ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["fs"] = "filesystem", ["files"] = "filesystem", ["sequentialthinking"] = "sequential-thinking", ["sequential_thinking"] = "sequential-thinking", ["brave"] = "brave-search", ["postgresql"] = "postgres", ["pg"] = "postgres", ["gh"] = "github",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What is known of a tool; null when nothing is.</summary>
    public static KnownTool? Find(string server, string tool) => ByName.GetValueOrDefault((Plain(server), tool));

    private static string Plain(string server)
    {
        var name = server.ToLowerInvariant();
        name = name[(name.LastIndexOf('/') + 1)..];
        foreach (var addition in (ReadOnlySpan<string>)["mcp-server-", "server-", "mcp-", "mcp_"])
        {
            name = name.StartsWith(addition, StringComparison.Ordinal) ? name[addition.Length..] : name;
        }

        foreach (var addition in (ReadOnlySpan<string>)["-mcp-server", "-mcp", "_mcp", "-server"])
        {
            name = name.EndsWith(addition, StringComparison.Ordinal) ? name[..^addition.Length] : name;
        }

        return Aliases.GetValueOrDefault(name, name);
    }

    private static IEnumerable<KeyValuePair<(string Server, string Tool), KnownTool>> Read()
    {
        foreach (var line in Table)
        {
            var parts = line.Split(':');
            var names = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var arguments = parts[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
                .ToDictionary(pair => pair[0], pair => Enum.Parse<ArgumentRole>(pair[1], ignoreCase: true), StringComparer.Ordinal);
            EffectKind? effect = parts[1].Trim() switch
            {
                "-" => null,
                "look" => EffectKind.Network,
                var kind => Enum.Parse<EffectKind>(kind.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
            };
            foreach (var tool in names.Skip(1))
            {
                yield return new((names[0], tool), new KnownTool(effect, arguments) { Target = names[0] });
            }
        }
    }
}
