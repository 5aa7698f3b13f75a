/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-wording.h"

#include <glib/gi18n.h>

#include "bty-visible-text.h"

/**
 * bty_memory_wording_category:
 * @category: of a memory
 *
 * Returns: what people call it
 */
const char *
bty_memory_wording_category (BtyMemoryCategory category)
{
  switch (category)
    {
    case BTY_MEMORY_CATEGORY_PREFERENCE:
      return _("Preference");
    case BTY_MEMORY_CATEGORY_DECISION:
      return _("Decision");
    case BTY_MEMORY_CATEGORY_CONTEXT:
      return _("Context");
    case BTY_MEMORY_CATEGORY_CORRECTION:
      return _("Correction");
    case BTY_MEMORY_CATEGORY_FACT:
    default:
      return _("Fact");
    }
}

/**
 * bty_memory_wording_origin:
 * @origin: of a memory
 *
 * Returns: how far it can be believed, in the words of a row
 */
const char *
bty_memory_wording_origin (BtyOrigin origin)
{
  switch (origin)
    {
    case BTY_ORIGIN_USER:
      return _("From you");
    case BTY_ORIGIN_APPROVED:
      return _("Approved by you");
    case BTY_ORIGIN_INFERRED:
      return _("Noticed by itself");
    case BTY_ORIGIN_EXTERNAL:
    default:
      return _("From outside");
    }
}

/**
 * bty_memory_wording_trust:
 * @trust: of a memory
 *
 * Returns: the name of the level
 */
const char *
bty_memory_wording_trust (BtyTrust trust)
{
  switch (trust)
    {
    case BTY_TRUST_TRUSTED:
      /* Translators: a trust level: bots that trust its author may read a memory */
      return _("Trusted");
    case BTY_TRUST_PUBLIC:
      /* Translators: a trust level: every bot may read a memory */
      return _("Public");
    case BTY_TRUST_PRIVATE:
    default:
      /* Translators: a trust level: only its own bot may read a memory */
      return _("Private");
    }
}

/**
 * bty_memory_wording_explain_trust:
 * @trust: of a memory
 *
 * Returns: who may read it, a sentence
 */
const char *
bty_memory_wording_explain_trust (BtyTrust trust)
{
  switch (trust)
    {
    case BTY_TRUST_TRUSTED:
      return _("Bots that trust this one may read it.");
    case BTY_TRUST_PUBLIC:
      return _("Every bot may read it.");
    case BTY_TRUST_PRIVATE:
    default:
      return _("Only this bot may read it.");
    }
}

/**
 * bty_memory_wording_action:
 * @action: of an entry of the audit
 *
 * Returns: what was done
 */
const char *
bty_memory_wording_action (BtyAuditAction action)
{
  static const char *const words[] = {
    [BTY_AUDIT_ADD] = N_("Remembered"),
    [BTY_AUDIT_EDIT] = N_("Changed"),
    [BTY_AUDIT_DELETE] = N_("Deleted"),
    [BTY_AUDIT_RESTORE] = N_("Brought back"),
    [BTY_AUDIT_FORGET] = N_("Forgotten"),
    [BTY_AUDIT_SUPERSEDE] = N_("Replaced by something newer"),
    [BTY_AUDIT_MERGE] = N_("Merged"),
    [BTY_AUDIT_SHARE] = N_("Shared"),
    [BTY_AUDIT_REVOKE] = N_("Made private again"),
    [BTY_AUDIT_TRUST] = N_("Author trusted"),
    [BTY_AUDIT_DISTRUST] = N_("Author not trusted any more"),
    [BTY_AUDIT_APPROVE] = N_("Approved"),
    [BTY_AUDIT_REJECT] = N_("Rejected"),
    [BTY_AUDIT_READ] = N_("Used for a reply"),
    [BTY_AUDIT_EXPORT] = N_("Exported"),
    [BTY_AUDIT_IMPORT] = N_("Imported"),
    [BTY_AUDIT_VERIFY] = N_("Verified"),
  };

  g_return_val_if_fail ((guint) action < G_N_ELEMENTS (words), "");

  return _(words[action]);
}

/**
 * bty_memory_wording_dup_actor:
 * @actor: (nullable): of an entry of the audit or of a version
 *
 * Returns: (transfer full): who that was
 */
char *
bty_memory_wording_dup_actor (const char *actor)
{
  if (actor == NULL || g_str_equal (actor, "user"))
    return g_strdup (_("You"));
  if (g_str_equal (actor, "system"))
    return g_strdup (_("Boternity"));

  return bty_visible_start (actor);
}

/**
 * bty_memory_wording_dup_uses:
 * @n_uses: how often a memory was used
 *
 * Returns: (transfer full): the same, in words
 */
char *
bty_memory_wording_dup_uses (gint64 n_uses)
{
  return n_uses == 0 ? g_strdup (_("Never used"))
                     : g_strdup_printf (ngettext ("Used %d time", "Used %d times", n_uses), (int) n_uses);
}
