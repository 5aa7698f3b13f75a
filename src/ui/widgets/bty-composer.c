/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-composer.h"

#include <glib/gi18n.h>

#include "bty-attachment-tray.h"
#include "bty-typed-text.h"
#include "bty-visible-text.h"

/**
 * BtyComposer:
 *
 * Where a message is written: a text that grows by some lines, attachments, and a button that sends, or
 * stops the reply while #BtyComposer:busy. It keeps what is written until told to clear it.
 */
struct _BtyComposer
{
  GtkWidget             parent_instance;

  /* Owned */
  GtkFileChooserNative *chooser;

  gboolean              busy;
  gboolean              enter_sends;
  gboolean              has_preedit;
  gboolean              moves_focus;

  /* Template */
  GtkWidget            *error_bar;
  GtkLabel             *error_label;
  BtyAttachmentTray    *tray;
  GtkTextView          *text_view;
  GtkWidget            *placeholder_label;
  GtkWidget            *send_button;
  GtkWidget            *stop_button;
  GtkDropTarget        *drop_target;
};

enum
{
  PROP_0,
  PROP_TEXT,
  PROP_BUSY,
  PROP_ENTER_SENDS,
  PROP_ATTACHMENTS,
  N_PROPS
};

enum
{
  SIGNAL_SEND,
  SIGNAL_STOP,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyComposer, bty_composer, GTK_TYPE_WIDGET)

static gboolean
has_text (BtyComposer *self)
{
  g_autofree char *text = bty_composer_dup_text (self);

  return *g_strstrip (text) != '\0';
}

static void
update_state (BtyComposer *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  gboolean is_empty = gtk_text_buffer_get_char_count (buffer) == 0;
  gboolean has_attachments = gtk_widget_get_visible (GTK_WIDGET (self->tray));

  gtk_widget_set_visible (self->placeholder_label, is_empty && !self->has_preedit);
  gtk_widget_set_visible (self->send_button, !self->busy);
  gtk_widget_set_visible (self->stop_button, self->busy);
  gtk_widget_set_sensitive (self->send_button, !self->busy && (has_attachments || has_text (self)));
}

static void
text_changed_cb (BtyComposer *self)
{
  update_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
preedit_changed_cb (BtyComposer *self,
                    const char  *preedit)
{
  self->has_preedit = *preedit != '\0';
  update_state (self);
}

static void
send_clicked_cb (BtyComposer *self)
{
  if (gtk_widget_get_sensitive (self->send_button) && !self->busy)
    g_signal_emit (self, signals[SIGNAL_SEND], 0);
}

static void
stop_clicked_cb (BtyComposer *self)
{
  g_signal_emit (self, signals[SIGNAL_STOP], 0);
}

static void
dismiss_clicked_cb (BtyComposer *self)
{
  bty_composer_show_error (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                BtyComposer           *self)
{
  gboolean is_enter = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter;
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (!is_enter || !(modifiers == GDK_CONTROL_MASK || (modifiers == 0 && self->enter_sends)))
    return GDK_EVENT_PROPAGATE;

  /* An input method may be choosing among words: then the key is for it. */
  if ((event != NULL && gtk_text_view_im_context_filter_keypress (self->text_view, event)) || self->has_preedit)
    return GDK_EVENT_STOP;

  send_clicked_cb (self);

  return GDK_EVENT_STOP;
}

static void
paste_clipboard_cb (BtyComposer *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GType type = bty_attachment_tray_choose_type (gdk_clipboard_get_formats (clipboard));

  if (type == G_TYPE_INVALID)
    return;

  g_signal_stop_emission_by_name (self->text_view, "paste-clipboard");
  bty_composer_show_error (self, NULL);
  bty_attachment_tray_paste (self->tray, type);
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         BtyComposer   *self)
{
  bty_composer_show_error (self, NULL);
  bty_attachment_tray_add_value (self->tray, value);

  return TRUE;
}

static void
chooser_response_cb (BtyComposer *self,
                     int          response)
{
  g_autoptr(GListModel) chosen = NULL;
  g_autoptr(GSList) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (self->chooser));
      for (guint i = g_list_model_get_n_items (chosen); i > 0; i--)
        {
          g_autoptr(GFile) file = g_list_model_get_item (chosen, i - 1);

          files = g_slist_prepend (files, file);
        }
      bty_composer_add_files (self, files);
    }
  g_clear_object (&self->chooser);
}

static void
attach_clicked_cb (BtyComposer *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->chooser == NULL)
    {
      self->chooser = gtk_file_chooser_native_new (_("Attach Files"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                                   GTK_FILE_CHOOSER_ACTION_OPEN, _("_Attach"), NULL);
      gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
      gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
      g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
tray_failed_cb (BtyComposer *self,
                const char  *message)
{
  bty_composer_show_error (self, message);
}

/* Who wants to write goes to the text; Tab goes through the buttons, too, and out again. */
static gboolean
bty_composer_grab_focus (GtkWidget *widget)
{
  BtyComposer *self = BTY_COMPOSER (widget);

  return !self->moves_focus && gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

static gboolean
bty_composer_focus (GtkWidget        *widget,
                    GtkDirectionType  direction)
{
  BtyComposer *self = BTY_COMPOSER (widget);
  gboolean moved;

  self->moves_focus = TRUE;
  moved = GTK_WIDGET_CLASS (bty_composer_parent_class)->focus (widget, direction);
  self->moves_focus = FALSE;

  return moved;
}

static void
bty_composer_get_property (GObject    *object,
                           guint       property,
                           GValue     *value,
                           GParamSpec *pspec)
{
  BtyComposer *self = BTY_COMPOSER (object);

  switch (property)
    {
    case PROP_TEXT:
      g_value_take_string (value, bty_composer_dup_text (self));
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_ENTER_SENDS:
      g_value_set_boolean (value, self->enter_sends);
      break;
    case PROP_ATTACHMENTS:
      g_value_set_object (value, bty_composer_get_attachments (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
bty_composer_set_property (GObject      *object,
                           guint         property,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  BtyComposer *self = BTY_COMPOSER (object);

  switch (property)
    {
    case PROP_TEXT:
      bty_composer_set_text (self, g_value_get_string (value));
      break;
    case PROP_BUSY:
      bty_composer_set_busy (self, g_value_get_boolean (value));
      break;
    case PROP_ENTER_SENDS:
      if (self->enter_sends != g_value_get_boolean (value))
        {
          self->enter_sends = g_value_get_boolean (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
bty_composer_dispose (GObject *object)
{
  BtyComposer *self = BTY_COMPOSER (object);
  GtkWidget *child;

  g_clear_object (&self->chooser);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (bty_composer_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_ENTER_SENDS] = g_param_spec_boolean ("enter-sends", NULL, NULL, TRUE, flags);
  properties[PROP_ATTACHMENTS] = g_param_spec_object ("attachments", NULL, NULL, G_TYPE_LIST_MODEL,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/widgets/bty-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyComposer, error_bar);
  gtk_widget_class_bind_template_child (widget_class, BtyComposer, error_label);
  gtk_widget_class_bind_template_child (widget_class, BtyComposer, tray);
  gtk_widget_class_bind_template_child (widget_class, BtyComposer, text_view);
  gtk_widget_class_bind_template_child (widget_class, BtyComposer, placeholder_label);
  gtk_widget_class_bind_template_child (widget_class, BtyComposer, send_button);
  gtk_widget_class_bind_template_child (widget_class, BtyComposer, stop_button);
  gtk_widget_class_bind_template_child (widget_class, BtyComposer, drop_target);
  gtk_widget_class_bind_template_callback (widget_class, attach_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, dismiss_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_clipboard_cb);
  gtk_widget_class_bind_template_callback (widget_class, preedit_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, tray_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_state);
}

static void
bty_composer_class_init (BtyComposerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = bty_composer_get_property;
  object_class->set_property = bty_composer_set_property;
  object_class->dispose = bty_composer_dispose;
  widget_class->grab_focus = bty_composer_grab_focus;
  widget_class->focus = bty_composer_focus;

  install_properties (object_class);

  /**
   * BtyComposer::send:
   * @self: the composer
   *
   * The user wants the text and the attachments sent; there is one or the other.
   */
  signals[SIGNAL_SEND] = g_signal_new ("send", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * BtyComposer::stop:
   * @self: the composer
   *
   * The user wants the reply stopped.
   */
  signals[SIGNAL_STOP] = g_signal_new ("stop", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "composer");
  bind_template (widget_class);
}

static void
bty_composer_init (BtyComposer *self)
{
  GType dropped[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };

  self->enter_sends = TRUE;
  g_type_ensure (BTY_TYPE_ATTACHMENT_TRAY);
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_typed_text_guard (self->text_view);

  gtk_drop_target_set_gtypes (self->drop_target, dropped, G_N_ELEMENTS (dropped));
  g_signal_connect_object (gtk_text_view_get_buffer (self->text_view), "changed", G_CALLBACK (text_changed_cb),
                           self, G_CONNECT_SWAPPED);
  update_state (self);
}

/**
 * bty_composer_new:
 *
 * Returns: (transfer floating): an empty composer
 */
GtkWidget *
bty_composer_new (void)
{
  return g_object_new (BTY_TYPE_COMPOSER, NULL);
}

/**
 * bty_composer_dup_text:
 * @self: a composer
 *
 * Returns: (transfer full): what is written
 */
char *
bty_composer_dup_text (BtyComposer *self)
{
  GtkTextBuffer *buffer = NULL;
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (BTY_IS_COMPOSER (self), NULL);

  buffer = gtk_text_view_get_buffer (self->text_view);
  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

/**
 * bty_composer_set_text:
 * @self: a composer
 * @text: (nullable): what is written, a draft for example
 */
void
bty_composer_set_text (BtyComposer *self,
                       const char  *text)
{
  g_autofree char *current = NULL;
  g_autofree char *valid = NULL;

  g_return_if_fail (BTY_IS_COMPOSER (self));

  current = bty_composer_dup_text (self);
  valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  if (!g_str_equal (current, valid))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), valid, -1);
}

/**
 * bty_composer_get_attachments:
 * @self: a composer
 *
 * Returns: (transfer none): the #BtyAttachment that go with the text
 */
GListModel *
bty_composer_get_attachments (BtyComposer *self)
{
  g_return_val_if_fail (BTY_IS_COMPOSER (self), NULL);

  return G_LIST_MODEL (bty_attachment_tray_get_attachments (self->tray));
}

/**
 * bty_composer_add_attachment:
 * @self: a composer
 * @attachment: an image or a text
 */
void
bty_composer_add_attachment (BtyComposer   *self,
                             BtyAttachment *attachment)
{
  g_return_if_fail (BTY_IS_COMPOSER (self));
  g_return_if_fail (BTY_IS_ATTACHMENT (attachment));

  g_list_store_append (bty_attachment_tray_get_attachments (self->tray), attachment);
}

/**
 * bty_composer_add_files:
 * @self: a composer
 * @files: (element-type GFile): files that were dropped, pasted or chosen
 *
 * Reads the files in the background; one that cannot be attached is named and the reason told.
 */
void
bty_composer_add_files (BtyComposer *self,
                        GSList      *files)
{
  g_return_if_fail (BTY_IS_COMPOSER (self));

  bty_composer_show_error (self, NULL);
  bty_attachment_tray_add_files (self->tray, files);
}

/**
 * bty_composer_clear:
 * @self: a composer
 *
 * Forgets text, attachments and error: the message is sent.
 */
void
bty_composer_clear (BtyComposer *self)
{
  g_return_if_fail (BTY_IS_COMPOSER (self));

  g_list_store_remove_all (bty_attachment_tray_get_attachments (self->tray));
  bty_composer_set_text (self, "");
  bty_composer_show_error (self, NULL);
}

/**
 * bty_composer_set_busy:
 * @self: a composer
 * @busy: whether a reply is arriving that can be stopped
 */
void
bty_composer_set_busy (BtyComposer *self,
                       gboolean     busy)
{
  gboolean had_focus;

  g_return_if_fail (BTY_IS_COMPOSER (self));

  busy = !!busy;
  if (self->busy == busy)
    return;

  had_focus = gtk_widget_has_focus (self->send_button) || gtk_widget_has_focus (self->stop_button);
  self->busy = busy;
  update_state (self);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/**
 * bty_composer_show_error:
 * @self: a composer
 * @message: (nullable): what went wrong, or %NULL to show nothing
 *
 * Shows @message above the text until it is dismissed.
 */
void
bty_composer_show_error (BtyComposer *self,
                         const char  *message)
{
  g_autofree char *visible = bty_visible_text (message != NULL ? message : "");

  g_return_if_fail (BTY_IS_COMPOSER (self));

  gtk_label_set_text (self->error_label, visible);
  gtk_widget_set_visible (self->error_bar, message != NULL);
}
