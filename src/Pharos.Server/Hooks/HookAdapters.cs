using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Pharos.Server.Hooks;

/// <summary>The agents whose hooks this server knows, by name.</summary>
internal sealed class HookAdapters(IReadOnlyList<IHookAdapter> adapters)
{
    private readonly FrozenDictionary<string, IHookAdapter> _byAgent = adapters.ToFrozenDictionary(adapter => adapter.Agent, StringComparer.Ordinal);

    /// <summary>The names.</summary>
    public IEnumerable<string> Names => adapters.Select(adapter => adapter.Agent);

    /// <summary>The adapter that a request's URL names, or null.</summary>
    public IHookAdapter? Of(HttpContext context) => context.Request.RouteValues["agent"] is string name ? _byAgent.GetValueOrDefault(name) : null;

    /// <summary>The adapter that a request's URL names; for an agent nobody knows the first, because some form of "no" has to be chosen.</summary>
    public IHookAdapter OrFirst(HttpContext context) => Of(context) ?? adapters[0];
}
