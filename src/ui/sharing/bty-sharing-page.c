/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sharing-page.h"

#include <glib/gi18n.h>

#include "bty-revocation.h"
#include "bty-shared-detail.h"
#include "bty-shared-results.h"
#include "bty-sharing-views.h"
#include "bty-split-view.h"
#include "bty-toasts.h"
#include "bty-trust-pane.h"
#include "bty-ui-resources.h"

/**
 * BtySharingPage:
 *
 * What bots let each other read: who trusts whom, what is shared, and who read it.
 */
struct _BtySharingPage
{
  AdwBin            parent_instance;

  /* Owned */
  BtyProfile       *profile;
  BtyTrustTable    *table;

  /* Borrowed */
  BtySplitView     *split;
  BtySharingViews  *views;
  GtkStack         *content;
  BtyTrustPane     *trust;
  BtySharedResults *results;
  BtySharedDetail  *detail;
};

G_DEFINE_FINAL_TYPE (BtySharingPage, bty_sharing_page, ADW_TYPE_BIN)

static void
views_changed_cb (BtySharingPage *self)
{
  gboolean shows_trust = bty_sharing_views_shows_trust (self->views);

  if (shows_trust)
    bty_split_view_set_show_end (self->split, FALSE);
  else
    bty_shared_results_set_author (self->results, bty_sharing_views_get_author_id (self->views));
  gtk_stack_set_visible_child (self->content, shows_trust ? GTK_WIDGET (self->trust) : GTK_WIDGET (self->results));
}

static void
folded_cb (BtySharingPage *self)
{
  bty_trust_pane_set_narrow (self->trust, bty_split_view_get_folded (self->split));
}

static void
chosen_cb (BtySharingPage *self,
           BtyMemory      *memory,
           gboolean        activated)
{
  bty_shared_detail_set_memory (self->detail, memory);
  /* Where the pane would cover the list it waits until it is wanted. */
  if (activated || !bty_split_view_get_end_folded (self->split))
    bty_split_view_set_show_end (self->split, TRUE);
}

static void
trusted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BtySharingPage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (bty_memory_service_set_trusted_finish (BTY_MEMORY_SERVICE (source), result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  bty_toasts_show_error (GTK_WIDGET (self), _("Who trusts whom could not be changed."), error);
  /* The switch shows again what is so. */
  if (self->table != NULL)
    bty_trust_table_load (self->table);
}

static void
trust_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  BtySharingPage *self = BTY_SHARING_PAGE (widget);
  const char *reader_id;
  const char *author_id;
  gboolean trusted;

  g_variant_get (parameter, "(&s&sb)", &reader_id, &author_id, &trusted);
  bty_memory_service_set_trusted_async (bty_profile_get_memories (self->profile), reader_id, author_id, trusted, NULL,
                                        NULL, trusted_cb, g_object_ref (self));
}

static void
close_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  bty_split_view_set_show_end (BTY_SHARING_PAGE (widget)->split, FALSE);
}

/* In a narrow window the views take the place of the content, and in a wide one they are beside it. */
static void
views_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  BtySharingPage *self = BTY_SHARING_PAGE (widget);

  if (bty_split_view_get_folded (self->split))
    bty_split_view_set_show_content (self->split, FALSE);
  else
    gtk_widget_set_visible (GTK_WIDGET (self->views), !gtk_widget_get_visible (GTK_WIDGET (self->views)));
}

static void
show_content_action (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  bty_split_view_set_show_content (BTY_SHARING_PAGE (widget)->split, TRUE);
}

static void
show_all_action (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  bty_sharing_views_show_all (BTY_SHARING_PAGE (widget)->views);
}

static void
revoke_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  BtySharingPage *self = BTY_SHARING_PAGE (widget);
  BtyMemory *memory = bty_shared_detail_get_memory (self->detail);
  g_autoptr(GPtrArray) memories = g_ptr_array_new ();

  if (memory == NULL)
    return;

  g_ptr_array_add (memories, memory);
  bty_revocation_run (widget, bty_profile_get_memories (self->profile), memories);
}

static void
bty_sharing_page_dispose (GObject *object)
{
  BtySharingPage *self = BTY_SHARING_PAGE (object);

  g_clear_object (&self->table);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (bty_sharing_page_parent_class)->dispose (object);
}

static void
bty_sharing_page_class_init (BtySharingPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  /* Also where nothing else of this folder is linked. */
  bty_ui_get_resource ();
  G_OBJECT_CLASS (class)->dispose = bty_sharing_page_dispose;

  gtk_widget_class_install_action (widget_class, "sharing.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "sharing.revoke", NULL, revoke_action);
  gtk_widget_class_install_action (widget_class, "sharing.show-all", NULL, show_all_action);
  gtk_widget_class_install_action (widget_class, "sharing.show-content", NULL, show_content_action);
  gtk_widget_class_install_action (widget_class, "sharing.trust", "(ssb)", trust_action);
  gtk_widget_class_install_action (widget_class, "sharing.views", NULL, views_action);
}

static void
bty_sharing_page_init (BtySharingPage *self)
{
}

/**
 * bty_sharing_page_new:
 * @profile: whose bots they are
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
bty_sharing_page_new (BtyProfile *profile)
{
  BtySharingPage *self = g_object_new (BTY_TYPE_SHARING_PAGE, NULL);

  self->profile = g_object_ref (profile);
  self->table = bty_trust_table_new (bty_profile_get_memories (profile), bty_profile_get_bots (profile));
  self->views = BTY_SHARING_VIEWS (bty_sharing_views_new (self->table));
  self->trust = BTY_TRUST_PANE (bty_trust_pane_new (self->table));
  self->results = BTY_SHARED_RESULTS (bty_shared_results_new (profile));
  self->detail = BTY_SHARED_DETAIL (bty_shared_detail_new (profile, self->table));
  self->content = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->content, FALSE);
  gtk_stack_add_child (self->content, GTK_WIDGET (self->trust));
  gtk_stack_add_child (self->content, GTK_WIDGET (self->results));
  self->split = BTY_SPLIT_VIEW (bty_split_view_new ());
  g_object_set (self->split,
                "sidebar", self->views,
                "content", self->content,
                "end", self->detail,
                "show-content", TRUE,
                NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->split));

  g_signal_connect_swapped (self->split, "notify::folded", G_CALLBACK (folded_cb), self);
  g_signal_connect_swapped (self->views, "changed", G_CALLBACK (views_changed_cb), self);
  g_signal_connect_swapped (self->results, "chosen", G_CALLBACK (chosen_cb), self);
  folded_cb (self);
  views_changed_cb (self);

  return GTK_WIDGET (self);
}
